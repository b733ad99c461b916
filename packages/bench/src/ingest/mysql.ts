import type { InsertChange } from "@heedkit/core";
import { mysqlStorage } from "@heedkit/storage-mysql";
import { mysqlDialect } from "@heedkit/storage-sql";
import { type Connection, createConnection } from "mysql2/promise";
import { portOf } from "../../../../scripts/services.ts";
import { benchDesk } from "./benchDesk.ts";
import type { ByHand, Ground } from "./ground.ts";
import { messageRows, snakeCase } from "./rows.ts";

type Account = Readonly<Record<"host" | "user" | "password", string>> & { readonly port: number };

/** A real MariaDB server, each contender in a separate database. */
export function mysqlGround(): Ground {
  const port = portOf("mariadb");
  if (port === null) throw new Error("MariaDB is not running: run scripts/services.sh mariadb.");
  const account: Account = { host: "127.0.0.1", port, user: "heedkit", password: "secret" };
  const databases: string[] = [];
  const asAdministrator = async (statement: string) => {
    const connection = await createConnection(account);
    await connection.query(statement);
    await connection.end();
  };
  const newDatabase = async (name: string) => {
    const database = `heedkit_bench_${process.pid}_${name}`;
    databases.push(database);
    await asAdministrator(`CREATE DATABASE ${database}`);
    return database;
  };
  return {
    storage: async (width) =>
      mysqlStorage({ connection: { ...account, database: await newDatabase(`desk_${width}`) } }),
    byHand: async (width, lettersInRound) =>
      handWritten(account, await newDatabase(`by_hand_${width}`), width, lettersInRound),
    async close() {
      for (const database of databases) await asAdministrator(`DROP DATABASE IF EXISTS ${database}`);
    },
  };
}

/**
 * Prepared INSERTs, START TRANSACTION and COMMIT around each message, a connection for each of those at work; into the
 * tables that the desk itself makes (indexes and full-text search included). The rows are worked out beforehand; only
 * binding them, with their JSON and their words for search, is timed.
 */
async function handWritten(
  account: Account,
  database: string,
  width: number,
  lettersInRound: number,
): Promise<ByHand> {
  const made = await benchDesk(mysqlStorage({ connection: { ...account, database } }));
  await made.stop();
  const source = await messageRows();
  const connections = await Promise.all(
    Array.from({ length: width }, async () => {
      const connection = await createConnection({ ...account, database, charset: "utf8mb4_bin" });
      await connection.query("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
      return connection;
    }),
  );

  return {
    name: `by hand, ${width} at once`,
    async close() {
      for (const connection of connections) await connection.end();
    },
    async measure() {
      const messages = await source(lettersInRound);
      const startedAt = performance.now();
      let taken = 0;
      const lane = async (connection: Connection) => {
        for (let rows = messages[taken++]; rows !== undefined; rows = messages[taken++]) {
          await connection.query("START TRANSACTION");
          for (const row of rows) await connection.execute(insertText(row), valuesOf(row));
          await connection.query("COMMIT");
        }
      };
      await Promise.all(connections.map(lane));
      return (lettersInRound / (performance.now() - startedAt)) * 1_000;
    },
  };
}

const texts = new Map<string, string>();

/** With the columns that the full-text search reads: they are part of the rows. */
function insertText({ table }: InsertChange): string {
  const known = texts.get(table.name);
  if (known !== undefined) return known;
  const columns = [...Object.keys(table.columns), ...(table.search ?? []).map((field) => `${field}Words`)];
  const names = columns.map((column) => `\`${snakeCase(column)}\``).join(", ");
  const places = columns.map(() => "?").join(", ");
  const text = `INSERT INTO heedkit_${snakeCase(table.name)} (${names}) VALUES (${places})`;
  texts.set(table.name, text);
  return text;
}

function valuesOf({ table, row }: InsertChange) {
  const values = Object.entries(table.columns).map(([field, { type }]) => bound(type, row[field]));
  const words = (table.search ?? []).map((field) => {
    const text = row[field];
    return typeof text === "string" ? (mysqlDialect.search.words?.(text) ?? null) : null;
  });
  return [...values, ...words];
}

function bound(type: string, value: unknown): string | number | Buffer | null {
  if (value === null) return null;
  if (type === "json") return JSON.stringify(value);
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value instanceof Uint8Array) return Buffer.from(value);
  if (typeof value === "string" || typeof value === "number") return value;
  throw new TypeError(`A value can't be bound: ${typeof value}.`);
}
