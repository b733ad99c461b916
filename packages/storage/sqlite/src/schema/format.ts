import { requireOurTables, tableFormat } from "@heedkit/storage-sql";
import type { Connection } from "../connection.ts";

/** Throws STORAGE_FOREIGN when there are tables under the prefix that this version must not touch. */
export function requireOurs(connection: Connection, prefix: string): void {
  const tables = connection
    .rows({
      sql: "select name from sqlite_schema where type = 'table' and name glob ?",
      values: [`${prefix}*`],
    })
    .map(([name]) => String(name));
  requireOurTables({
    prefix,
    tables,
    format: tables.includes(`${prefix}meta`) ? readFormat(connection, prefix) : undefined,
    adapter: "@heedkit/storage-sqlite",
    elsewhere: "another file",
  });
}

function readFormat(connection: Connection, prefix: string): string | undefined {
  try {
    const [row] = connection.rows({
      sql: `select value from "${prefix}meta" where key = 'format'`,
      values: [],
    });
    return row === undefined ? undefined : String(row[0]);
  } catch (error) {
    if (error instanceof Error && /no such column/.test(error.message)) return undefined;
    throw error;
  }
}

/** The statements that create what every desk needs besides its tables. */
export function baseStatements(prefix: string): readonly { readonly name: string; readonly sql: string }[] {
  return [
    {
      name: `${prefix}meta`,
      sql: `create table "${prefix}meta" ( -- Which layout the tables of Heedkit have\n  key text primary key not null,\n  value text not null\n) strict, without rowid;\ninsert into "${prefix}meta" (key, value) values ('format', '${tableFormat}')`,
    },
    {
      name: `${prefix}sequences`,
      sql: `create table "${prefix}sequences" ( -- Numbers given out, such as tracking codes\n  name text primary key not null,\n  next_value integer not null\n) strict, without rowid`,
    },
  ];
}
