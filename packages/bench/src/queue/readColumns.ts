import type { Table } from "@heedkit/core";
import { snakeCase } from "../ingest/rows.ts";

/** Converts a driver's row to what the desk returns: parsed JSON, real booleans. Hand-written, for one table. */
export function readColumns(
  table: Table,
  readJson: (value: unknown) => unknown,
  readBoolean: (value: unknown) => boolean,
  readOther: (field: string, value: unknown) => unknown = (_, value) => value,
): (row: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>> {
  const columns = Object.entries(table.columns).map(([field, { type }]) => ({
    field,
    name: snakeCase(field),
    read:
      type === "json"
        ? readJson
        : type === "boolean"
          ? readBoolean
          : (value: unknown) => readOther(field, value),
  }));
  return (row) => {
    const made: Record<string, unknown> = {};
    for (const { field, name, read } of columns) {
      const value = row[name];
      made[field] = value === null ? value : read(value);
    }
    return made;
  };
}
