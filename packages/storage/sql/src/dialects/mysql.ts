import { jsonText } from "@heedkit/core";
import { DummyDriver, Kysely, MysqlAdapter, MysqlIntrospector, MysqlQueryCompiler, sql } from "kysely";
import type { SqlDialect, SqlSearch } from "../dialect.ts";
import { wordsColumn } from "../names.ts";
import type { Fragment } from "../statement.ts";
import { mysqlIncludes, mysqlIsEmptyList, mysqlJsonPaths } from "./mysqlJson.ts";
import { spelledWords } from "./searchWords.ts";
import type { MysqlValue } from "./values.ts";

const fullText: SqlSearch = {
  expression(text) {
    const words = spelledWords(text);
    return words.length === 0 ? null : words.map((word) => `+${word}*`).join(" ");
  },
  words: (text) => spelledWords(text).join(" "),
  select({ table, searched, source, columns, expression, where, limit }) {
    const match = sql`match (${sql.join(searched.map((column) => wordsOf(table, column)))}) against (${expression} in boolean mode)`;
    return sql`select ${columns} from ${source} where ${match} and ${where} order by ${match} desc limit ${limit}`;
  },
};

/**
 * A full-text index of InnoDB does not know the rows of a transaction that is still open. Inside one the words are
 * looked for in each row.
 */
const scan: SqlSearch = {
  ...fullText,
  expression(text) {
    const words = spelledWords(text);
    return words.length === 0 ? null : JSON.stringify(words.map((word) => ` ${word}`));
  },
  select({ table, searched, source, columns, expression, where, limit }) {
    const all = sql`concat(${sql.join(searched.map((column) => sql`' ', coalesce(${wordsOf(table, column)}, '')`))})`;
    const words = sql`json_table(${expression}, '$[*]' columns (word varchar(100) path '$')) as one`;
    const missing = sql`select 1 from ${words} where instr(${all}, one.word) = 0`;
    const times = sql`select sum((length(${all}) - length(replace(${all}, one.word, ''))) / length(one.word)) from ${words}`;
    return sql`select ${columns} from ${source} where ${where} and not exists (${missing}) order by (${times}) desc limit ${limit}`;
  },
};

function wordsOf(table: string, column: string): Fragment {
  return sql`${sql.ref(`${table}.${wordsColumn(column)}`)}`;
}

/** MySQL 8 and MariaDB 10.11 or later. */
export const mysqlDialect: SqlDialect<MysqlValue> = {
  name: "mysql",
  kysely: new Kysely({
    dialect: {
      createAdapter: () => new MysqlAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (database) => new MysqlIntrospector(database),
      createQueryCompiler: () => new MysqlQueryCompiler(),
    },
  }),
  columnTypes: {
    text: "longtext",
    integer: "bigint",
    real: "real",
    boolean: "tinyint(1)",
    instant: "bigint",
    json: "longtext",
    bytes: "longblob",
  },
  encoders: {
    text: (value) => (typeof value === "string" ? value : undefined),
    integer: wholeNumber,
    instant: wholeNumber,
    real: (value) => (typeof value === "number" && Number.isFinite(value) ? value + 0 : undefined),
    boolean: (value) => (value === true ? 1 : value === false ? 0 : undefined),
    json: jsonText,
    bytes: (value) => (value instanceof Uint8Array ? value : undefined),
  },
  // A connection of the host may give numbers as text or as BigInt.
  decoders: {
    integer: Number,
    instant: Number,
    real: Number,
    boolean: (value) => Number(value) === 1,
    json: (value) => JSON.parse(String(value)),
    bytes: (value) => (value instanceof Uint8Array ? new Uint8Array(value) : value),
  },
  nullsFirst: true,
  realType: "double",
  byIndex: (index) => ` force index (\`${index}\`)`,
  hashes: { of: (text) => sql`unhex(sha2(${text}, 256))` },
  limit: (value) => sql`${value}`,
  includes: mysqlIncludes,
  isEmptyList: mysqlIsEmptyList,
  jsonPaths: mysqlJsonPaths,
  search: fullText,
};

/** For use inside a transaction: its search sees what the transaction has written, and reads every row for it. */
export const mysqlScanDialect: SqlDialect<MysqlValue> = { ...mysqlDialect, search: scan };

function wholeNumber(value: unknown): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) ? value + 0 : undefined;
}
