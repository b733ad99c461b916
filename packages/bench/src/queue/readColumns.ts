import type { Table } from "@heedkit/core";

/** Makes of a row of the driver what the desk gives: JSON read, booleans as such. By hand, for one table. */
export function readColumns(
  table: Table,
  readJson: (value: unknown) => unknown,
  readBoolean: (value: unknown) => boolean,
): (row: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>> {
  const columns = Object.entries(table.columns).map(([field, { type }]) => ({
    field,
    name: field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    read: type === "json" ? readJson : type === "boolean" ? readBoolean : null,
  }));
  return (row) => {
    const made: Record<string, unknown> = {};
    for (const { field, name, read } of columns) {
      const value = row[name];
      made[field] = read === null || value === null ? value : read(value);
    }
    return made;
  };
}
