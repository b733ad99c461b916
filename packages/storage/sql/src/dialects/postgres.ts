import { jsonText } from "@heedkit/core";
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
} from "kysely";
import type { SqlDialect } from "../dialect.ts";
import { escapeNul, unescapeNul } from "./nulEscape.ts";
import { postgresIncludes, postgresIsEmptyList, postgresJsonPaths } from "./postgresJson.ts";
import type { PostgresValue } from "./values.ts";

/** The longest text of a unique key, in bytes, that its index holds as it is: an entry of several must fit 2,704. */
export const longestKeyText = 800;

/** The hidden column that search looks into. */
export const searchColumn = "search_words";

/** The function that splits a text into words, without case, accents and signs. */
export const wordsFunction = "search_words";

/**
 * PostgreSQL 14 or later. Values are decoded from the text that PostgreSQL sends, and from what drivers make of it:
 * so that it does not matter which parsers the host has set.
 */
export const postgresDialect: SqlDialect<PostgresValue> = {
  name: "postgres",
  kysely: new Kysely({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (database) => new PostgresIntrospector(database),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  }),
  columnTypes: {
    // By code point, whatever the database's own order is.
    text: 'text collate "C"',
    integer: "bigint",
    real: "double precision",
    boolean: "boolean",
    instant: "bigint",
    // Not jsonb, which changes the order of keys and refuses \u0000.
    json: "json",
    bytes: "bytea",
  },
  encoders: {
    text: (value) => (typeof value === "string" ? escapeNul(value) : undefined),
    integer: wholeNumber,
    instant: wholeNumber,
    real: (value) => (typeof value === "number" && Number.isFinite(value) ? value : undefined),
    boolean: (value) => (typeof value === "boolean" ? value : undefined),
    json: jsonText,
    bytes: (value) => (value instanceof Uint8Array ? value : undefined),
  },
  decoders: {
    text: (value) => unescapeNul(String(value)),
    integer: Number,
    instant: Number,
    real: Number,
    boolean: (value) => value === true || value === "t" || value === "true",
    json: (value) => JSON.parse(String(value)),
    bytes: (value) => fromHex(String(value)),
  },
  selected: {
    json: (column) => sql`${column}::text`,
    bytes: (column) => sql`encode(${column}, 'hex')`,
  },
  nullsFirst: false,
  realType: "double precision",
  // A common table expression is run once: as `in (select ...)` it might be run again, and take more than the limit.
  claim: ({ source, due, key, keyNames, assignments, selection }) => {
    const isDue = key.map((column, at) => sql`${column} = due.${keyNames[at] ?? sql``}`);
    return sql`with due as materialized (select ${sql.join(key)} from ${source} ${due} for update skip locked) update ${source} set ${assignments} from due where ${sql.join(isDue, sql` and `)} returning ${selection}`;
  },
  // Division by zero aborts the transaction at once: no extra round trip to check the row count.
  guarded: (change) => sql`with done as (${change} returning 1) select 1 / count(*) from done`,
  limit: (value) => value,
  includes: postgresIncludes,
  included: (text) => JSON.stringify(text),
  isEmptyList: postgresIsEmptyList,
  jsonPaths: postgresJsonPaths,
  longKeys: {
    isLong: (text) => text.length * 3 > longestKeyText && byteLength(text) > longestKeyText,
    short: (column) => sql`octet_length(${column}) <= ${sql.lit(longestKeyText)}`,
    digest: (column) => sql`md5(${column})`,
    long: (column, value) =>
      sql`octet_length(${column}) > ${sql.lit(longestKeyText)} and md5(${column}) = md5(${value})`,
  },
  search: {
    expression: (text) => {
      const words = text
        .match(/[\p{L}\p{N}\p{M}\p{Co}]+/gu)
        ?.filter((word) => /[\p{L}\p{N}\p{Co}]/u.test(word));
      return words === undefined || words.length === 0 ? null : words.join(" ");
    },
    select: ({ table, source, columns, expression, where, limit, schema, prefix }) => {
      const words = sql`${sql.id(...(schema === undefined ? [] : [schema]), `${prefix}${wordsFunction}`)}(${expression})`;
      // Signs such as "½" are numbers to us and blanks to PostgreSQL. No words give null, which finds nothing.
      const query = sql`to_tsquery('simple', regexp_replace(nullif(trim(${words}), ''), ' +', ':* & ', 'g') || ':*')`;
      const searched = sql.ref(`${table}.${searchColumn}`);
      return sql`with wanted as materialized (select ${query} as query) select ${columns} from ${source}, wanted where ${searched} @@ wanted.query and ${where} order by ts_rank(${searched}, wanted.query) desc, ${sql.ref(`${table}.id`)} limit ${limit}`;
    },
  },
};

/**
 * PGlite, which takes U+FEFF at the beginning of a text for a mark of its encoding and drops it: texts are read with a
 * sign before them.
 */
export const pgliteDialect: SqlDialect<PostgresValue> = {
  ...postgresDialect,
  selected: { ...postgresDialect.selected, text: (column) => sql`'=' || ${column}` },
  decoders: { ...postgresDialect.decoders, text: (value) => unescapeNul(String(value).slice(1)) },
};

function wholeNumber(value: unknown): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) ? value : undefined;
}

const encoder = new TextEncoder();

function byteLength(text: string): number {
  return encoder.encode(escapeNul(text)).length;
}

function fromHex(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length / 2);
  for (let at = 0; at < bytes.length; at++) bytes[at] = Number.parseInt(text.slice(2 * at, 2 * at + 2), 16);
  return bytes;
}
