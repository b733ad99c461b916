// Runs SQL on the tables of a desk: node runStatements.ts <file with [{ page, text }]> <sqlite | postgres | mysql> <address>
import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { mysqlStorage } from "@heedkit/storage-mysql";
import { postgresStorage } from "@heedkit/storage-postgres";
import { sqliteStorage } from "@heedkit/storage-sqlite";
import { createConnection } from "mysql2/promise";
import pg from "pg";
import { exampleDesk } from "./exampleDesk.ts";

type Rows = readonly unknown[];
const [file = "", database = "", address = ""] = process.argv.slice(2);

const databases: Record<string, () => Promise<(sql: string) => Promise<Rows>>> = {
  async sqlite() {
    await (await exampleDesk({ storage: sqliteStorage({ path: address }) })).support.stop();
    const opened = new DatabaseSync(address);
    return async (sql) => opened.prepare(sql).all();
  },
  async postgres() {
    await (await exampleDesk({ storage: postgresStorage({ url: address }) })).support.stop();
    const client = new pg.Client({ connectionString: address });
    await client.connect();
    return async (sql) => (await client.query(sql)).rows;
  },
  async mysql() {
    await (await exampleDesk({ storage: mysqlStorage({ url: address }) })).support.stop();
    const connection = await createConnection(address);
    return async (sql) => {
      const [rows] = await connection.query(sql);
      return Array.isArray(rows) ? rows : [];
    };
  },
};

const run = await databases[database]?.();
if (run === undefined) throw new Error(`Unknown database "${database}".`);
for (const { page, text } of JSON.parse(readFileSync(file, "utf8"))) {
  try {
    const rows = await run(text);
    if (/^select/i.test(text) && rows.length === 0) throw new Error("no rows");
  } catch (error) {
    process.exitCode = 1;
    console.log(`${page}: ${error instanceof Error ? error.message : error} in ${text}`);
  }
}
process.exit();
