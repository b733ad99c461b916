import type { Table } from "@heedkit/core";
import { snakeCase } from "../ingest/rows.ts";

/** Makes of a row of the driver what the desk gives: JSON read, booleans as such. By hand, for one table. */
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
