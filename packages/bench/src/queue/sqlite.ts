import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { cases } from "@heedkit/core";
import { sqliteStorage } from "@heedkit/storage-sqlite";
import { benchDesk } from "../ingest/benchDesk.ts";
import type { FilledDesk } from "./filledDesk.ts";
import { type FillDialect, filling } from "./filling.ts";
import { readColumns } from "./readColumns.ts";

const dialect: FillDialect = {
  numbers: (count) =>
    `with recursive counter(n) as (select 1 union all select n + 1 from counter where n < ${count}) select n from counter`,
  text: (number, digits) => `printf('%0${digits}d', ${number})`,
  jsonArray: (texts) => `json_array(${texts.join(", ")}, json('false'))`,
  json: (literal) => literal,
  no: "0",
};

/** A desk on SQLite with this many cases, and a separate connection for hand-written queries. */
export async function filledSqlite(folder: string, count: number): Promise<FilledDesk> {
  const path = join(folder, `queue-${count}.db`);
  const made = await benchDesk(sqliteStorage({ path }));
  await made.stop();
  const database = new DatabaseSync(path);
  // Nothing here searches the words of the subjects.
  const triggers = database
    .prepare("select name, sql from sqlite_schema where type = 'trigger' and tbl_name = 'heedkit_cases'")
    .all();
  for (const { name } of triggers) database.exec(`drop trigger "${name}"`);
  database.exec("pragma cache_size = -512000; pragma synchronous = off; begin");
  for (const statement of filling(count, dialect)) database.exec(statement);
  for (const { sql } of triggers) database.exec(String(sql));
  database.exec("commit; pragma wal_checkpoint(truncate); pragma cache_size = -16000");
  const support = await benchDesk(sqliteStorage({ path }));
  const read = readColumns(
    cases,
    (value) => JSON.parse(String(value)),
    (value) => value === 1,
  );
  return {
    count,
    support,
    prepare(condition) {
      const statement = database.prepare(
        `select * from heedkit_cases where tenant_id = ? and ${condition} limit ?`,
      );
      return async (values) => statement.all("default", ...values, 50).map(read);
    },
    async close() {
      await support.stop();
      database.close();
    },
  };
}
