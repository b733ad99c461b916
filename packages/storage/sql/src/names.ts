import { SupportError, type Table } from "@heedkit/core";

const camelCase = /^[a-z][a-zA-Z0-9]*$/;
const snakeCase = /^[a-z][a-z0-9_]*$/;
/** PostgreSQL cuts longer names off; SQLite and MySQL would take more. */
const longestName = 63;

/** The name in the database for a camelCase one: `slaClocks` becomes `sla_clocks`. */
export function snakeCased(name: string): string {
  if (!camelCase.test(name))
    throw new SupportError(
      "INVALID_CONFIGURATION",
      `"${name}" is not a camelCase name of letters and digits.`,
    );
  return name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
}

/** The name in the database of something that belongs to the desk. */
export function prefixed(prefix: string, snakeCasedName: string): string {
  const name = prefix + snakeCasedName;
  if (!snakeCase.test(name) || name.length > longestName)
    throw new SupportError(
      "INVALID_CONFIGURATION",
      `"${name}" can't be a name in the database. Use a-z, 0-9 and _, at most ${longestName} characters.`,
    );
  return name;
}

/** The columns' names by field. Throws INVALID_CONFIGURATION when two fields would share a column. */
export function columnNames(table: Table): ReadonlyMap<string, string> {
  const names = new Map(Object.keys(table.columns).map((field) => [field, snakeCased(field)]));
  if (new Set(names.values()).size === names.size) return names;
  throw new SupportError(
    "INVALID_CONFIGURATION",
    `Two fields of table "${table.name}" would have the same column name: ${[...names.values()].sort().join(", ")}.`,
  );
}

/** The name of the generated column that holds a text's hash. */
export function hashColumn(column: string): string {
  return `${column}_hash`;
}

/** The name of the column that holds a text's words for search. */
export function wordsColumn(column: string): string {
  return `${column}_words`;
}
