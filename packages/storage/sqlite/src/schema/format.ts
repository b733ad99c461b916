import { SupportError } from "@heedkit/core";
import type { Connection } from "../connection.ts";

/** The layout that this version writes. Grows when an older version could no longer read it. */
const format = "1";

/** Throws STORAGE_FOREIGN when there are tables under the prefix that this version must not touch. */
export function requireOurs(connection: Connection, prefix: string): void {
  const tables = connection
    .rows({
      sql: "select name from sqlite_schema where type = 'table' and name glob ?",
      values: [`${prefix}*`],
    })
    .map(([name]) => String(name));
  const [first] = tables;
  if (first === undefined) return;
  if (!tables.includes(`${prefix}meta`))
    throw new SupportError(
      "STORAGE_FOREIGN",
      `The database has a table "${first}" that Heedkit did not make. Give another prefix than "${prefix}", or another file.`,
      { details: { table: first } },
    );
  const [found] = readFormat(connection, prefix);
  if (found === format) return;
  throw new SupportError(
    "STORAGE_FOREIGN",
    `The tables "${prefix}*" are of format ${found ?? "unknown"}; this version of @heedkit/storage-sqlite knows format ${format}. They were written by a newer version, or by something else: upgrade the package or give another prefix.`,
    { details: { found: found ?? null, known: format } },
  );
}

function readFormat(connection: Connection, prefix: string): readonly (string | undefined)[] {
  try {
    const rows = connection.rows({
      sql: `select value from "${prefix}meta" where key = 'format'`,
      values: [],
    });
    return rows.map(([value]) => String(value));
  } catch (error) {
    if (error instanceof Error && /no such column/.test(error.message)) return [];
    throw error;
  }
}

/** The statements that make what every desk has beside its tables. */
export function baseStatements(prefix: string): readonly { readonly name: string; readonly sql: string }[] {
  return [
    {
      name: `${prefix}meta`,
      sql: `create table "${prefix}meta" ( -- Which layout the tables of Heedkit have\n  key text primary key not null,\n  value text not null\n) strict, without rowid;\ninsert into "${prefix}meta" (key, value) values ('format', '${format}')`,
    },
    {
      name: `${prefix}sequences`,
      sql: `create table "${prefix}sequences" ( -- Numbers given out, such as tracking codes\n  name text primary key not null,\n  next_value integer not null\n) strict, without rowid`,
    },
  ];
}
