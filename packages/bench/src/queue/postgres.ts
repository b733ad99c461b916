import { cases } from "@heedkit/core";
import { postgresStorage } from "@heedkit/storage-postgres";
import pg from "pg";
import { portOf } from "../../../../scripts/services.ts";
import { benchDesk } from "../ingest/benchDesk.ts";
import { snakeCase } from "../ingest/rows.ts";
import type { FilledDesk } from "./filledDesk.ts";
import { type FillDialect, filling } from "./filling.ts";
import { readColumns } from "./readColumns.ts";

const dialect: FillDialect = {
  numbers: (count) => `select n::bigint as n from generate_series(1, ${count}) as n`,
  text: (number, digits) => `lpad((${number})::text, ${digits}, '0')`,
  jsonArray: (texts) =>
    `'[' || concat_ws(',', ${texts.map((text) => `coalesce(to_json(${text})::text, 'null')`).join(", ")}, 'false') || ']'`,
  json: (literal) => `${literal}::json`,
  no: "false",
};

/** A desk on PostgreSQL with this many cases, in its own schema, and a separate connection for hand-written queries. */
export async function filledPostgres(count: number): Promise<FilledDesk> {
  const port = portOf("postgres");
  if (port === null) throw new Error("PostgreSQL is not running: run scripts/services.sh postgres.");
  const url = `postgres://heedkit:secret@127.0.0.1:${port}/heedkit`;
  const schema = `bench_queue_${process.pid}_${count}`;
  const made = await benchDesk(postgresStorage({ url, schema }));
  await made.stop();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`set search_path to "${schema}"`);
  for (const statement of filling(count, dialect)) await client.query(statement);
  await client.query("vacuum analyze heedkit_cases");
  await client.query("analyze heedkit_case_counts");
  const support = await benchDesk(postgresStorage({ url, schema }));
  const columns = Object.entries(cases.columns);
  const names = columns.map(([field]) => snakeCase(field)).join(", ");
  const numbers = new Set(
    columns.flatMap(([field, { type }]) => (type === "integer" || type === "instant" ? [field] : [])),
  );
  let prepared = 0;
  const read = readColumns(
    cases,
    (value) => value,
    (value) => value === true,
    (field, value) => (numbers.has(field) ? Number(value) : value),
  );
  return {
    count,
    support,
    prepare(condition) {
      const name = `by hand ${++prepared}`;
      let place = 1;
      // In the order of the index, or PostgreSQL would sort the whole queue.
      const places = condition
        .replace(/\?/g, () => `$${++place}`)
        .replace("queued_at desc", "queued_at desc nulls last")
        .replace("by next_deadline_at", "by next_deadline_at nulls first");
      const text = `select ${names} from heedkit_cases where tenant_id = $1 and ${places} limit $${place + 1}`;
      return async (values) => {
        const { rows } = await client.query({ name, text, values: ["default", ...values, 50] });
        return rows.map(read);
      };
    },
    async close() {
      await support.stop();
      await client.query(`drop schema "${schema}" cascade`);
      await client.end();
    },
  };
}
