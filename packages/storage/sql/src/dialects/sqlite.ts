import { jsonText } from "@heedkit/core";
import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, sql } from "kysely";
import type { SqlDialect } from "../dialect.ts";
import { sqliteIncludes, sqliteIsEmptyList, sqliteJsonPaths } from "./sqliteJson.ts";
import type { SqliteValue } from "./values.ts";

/** The name of a table's full-text index. */
export function searchTable(table: string): string {
  return `${table}_search`;
}

/** SQLite 3.46 or later, with FTS5. */
export const sqliteDialect: SqlDialect<SqliteValue> = {
  name: "sqlite",
  kysely: new Kysely({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (database) => new SqliteIntrospector(database),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  }),
  columnTypes: {
    text: "text",
    integer: "integer",
    real: "real",
    boolean: "integer",
    instant: "integer",
    json: "text",
    bytes: "blob",
  },
  encoders: {
    text: (value) => (typeof value === "string" ? value : undefined),
    integer: wholeNumber,
    instant: wholeNumber,
    real: (value) => (typeof value === "number" && Number.isFinite(value) ? value : undefined),
    boolean: (value) => (value === true ? 1 : value === false ? 0 : undefined),
    json: jsonText,
    bytes: (value) => (value instanceof Uint8Array ? value : undefined),
  },
  decoders: {
    boolean: (value) => value === 1,
    json: (value) => JSON.parse(String(value)),
  },
  nullsFirst: true,
  realType: "real",
  // One writer at a time: whoever claims is alone.
  claim: ({ source, due, key, keyNames, assignments, selection }) =>
    sql`update ${source} set ${assignments} where (${sql.join(keyNames)}) in (select ${sql.join(key)} from ${source} ${due}) returning ${selection}`,
  // It has no statistics, and takes every tenant for one of ten rows. The plus keeps it from the index of that column.
  sorted: (column) => sql`+${column}`,
  // A bare parameter is looked at while planning: binding it again would have the statement prepared anew each time.
  limit: (value) => sql`(${value} + 0)`,
  includes: sqliteIncludes,
  isEmptyList: sqliteIsEmptyList,
  jsonPaths: sqliteJsonPaths,
  search: {
    expression: (text) => {
      const words = text
        .match(/[\p{L}\p{N}\p{M}\p{Co}]+/gu)
        ?.filter((word) => /[\p{L}\p{N}\p{Co}]/u.test(word));
      return words === undefined || words.length === 0 ? null : words.map((word) => `"${word}"*`).join(" ");
    },
    select: ({ table, columns, expression, where, limit }) => {
      const index = sql.id(searchTable(table));
      return sql`select ${columns} from ${index} join ${sql.id(table)} on ${sql.id(table)}._row = ${index}.rowid where ${index} match ${expression} and ${where} order by ${index}.rank limit ${limit}`;
    },
  },
};

function wholeNumber(value: unknown): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) ? value : undefined;
}
