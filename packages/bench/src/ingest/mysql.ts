import type { InsertChange } from "@heedkit/core";
import { mysqlDialect } from "@heedkit/storage-sql";
import { mysqlStorage } from "@heedkit/storage-mysql";
import { createConnection } from "mysql2/promise";
import { portOf } from "../../../../scripts/services.ts";
import { benchDesk } from "./benchDesk.ts";
import { bound, messageRows, snakeCase } from "./byHand.ts";
import type { Ground } from "./ground.ts";

/** Databases of their own on the real server of `scripts/services.ts`. */
export async function mysqlGround(): Promise<Ground> {
  const port = portOf("mariadb");
  if (port === null) throw new Error("No MariaDB is installed here: bash scripts/services.sh mariadb");
  const account = { host: "127.0.0.1", port, user: "heedkit", password: "secret" };
  const administrator = await createConnection(account);
  const databases: string[] = [];
  const newDatabase = async () => {
    const database = `heedkit_bench_${process.pid}_${databases.length}`;
    databases.push(database);
    await administrator.query(`create database ${database}`);
    return database;
  };

  return {
    storage: async () => mysqlStorage({ connection: { ...account, database: await newDatabase() } }),
    async byHand(lettersInRound) {
      const database = await newDatabase();
      await (await benchDesk(mysqlStorage({ connection: { ...account, database } }))).stop();
      const connection = await createConnection({ ...account, database, charset: "utf8mb4_bin" });
      const source = await messageRows();
      return {
        name: "by hand",
        close: () => connection.end(),
        async measure() {
          const messages = await source(lettersInRound);
          const startedAt = performance.now();
          for (const rows of messages) {
            await connection.query("START TRANSACTION");
            for (const row of rows) await connection.execute(insertText(row), valuesOf(row));
            await connection.query("COMMIT");
          }
          return (lettersInRound / (performance.now() - startedAt)) * 1_000;
        },
      };
    },
    async clear() {
      for (const database of databases) await administrator.query(`drop database if exists ${database}`);
      await administrator.end();
    },
  };
}

const texts = new Map<string, string>();

/** With the columns that the full-text search needs: they are part of the rows. */
function insertText({ table }: InsertChange): string {
  const known = texts.get(table.name);
  if (known !== undefined) return known;
  const columns = [...Object.keys(table.columns), ...(table.search ?? []).map((field) => `${field}Words`)];
  const names = columns.map((column) => `\`${snakeCase(column)}\``).join(", ");
  const text = `INSERT INTO heedkit_${snakeCase(table.name)} (${names}) VALUES (${columns.map(() => "?").join(", ")})`;
  texts.set(table.name, text);
  return text;
}

function valuesOf({ table, row }: InsertChange) {
  const values = Object.entries(table.columns).map(([field, { type }]) => {
    const value = bound(type, row[field]);
    return value instanceof Uint8Array ? Buffer.from(value) : value;
  });
  const words = (table.search ?? []).map((field) => {
    const text = row[field];
    return typeof text === "string" ? (mysqlDialect.search.words?.(text) ?? null) : null;
  });
  return [...values, ...words];
}
