import type { InsertChange } from "@heedkit/core";
import { postgresStorage } from "@heedkit/storage-postgres";
import pg from "pg";
import { portOf } from "../../../../scripts/services.ts";
import { benchDesk } from "./benchDesk.ts";
import type { ByHand, Ground } from "./ground.ts";
import { messageRows, snakeCase } from "./rows.ts";

/** A real PostgreSQL server, each contender in a separate schema. */
export function postgresGround(): Ground {
  const port = portOf("postgres");
  if (port === null) throw new Error("PostgreSQL is not running: run scripts/services.sh postgres.");
  const url = `postgres://heedkit:secret@127.0.0.1:${port}/heedkit`;
  const schemas: string[] = [];
  const schema = (name: string) => {
    const made = `bench_${process.pid}_${name}`;
    schemas.push(made);
    return made;
  };
  return {
    storage: (width) => postgresStorage({ url, schema: schema(`desk_${width}`) }),
    byHand: (width, lettersInRound) => handWritten(url, schema(`by_hand_${width}`), width, lettersInRound),
    async close() {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      for (const name of schemas) await client.query(`DROP SCHEMA IF EXISTS "${name}" CASCADE`);
      await client.end();
    },
  };
}

/**
 * Prepared INSERTs, BEGIN and COMMIT around each message, a connection for each of those at work; into the tables that
 * the desk itself makes (indexes and full-text search included). The rows are worked out beforehand; only binding them,
 * with their JSON, is timed.
 */
async function handWritten(
  url: string,
  schema: string,
  width: number,
  lettersInRound: number,
): Promise<ByHand> {
  const made = await benchDesk(postgresStorage({ url, schema }));
  await made.stop();
  const source = await messageRows();
  const clients = await Promise.all(
    Array.from({ length: width }, async () => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      return client;
    }),
  );

  const insert = (client: pg.Client, { table, row }: InsertChange) => {
    const fields = Object.keys(table.columns);
    const names = fields.map((field) => `"${snakeCase(field)}"`).join(", ");
    const places = fields.map((_, at) => `$${at + 1}`).join(", ");
    return client.query({
      name: table.name,
      text: `INSERT INTO "${schema}".heedkit_${snakeCase(table.name)} (${names}) VALUES (${places})`,
      values: fields.map((field) =>
        table.columns[field]?.type === "json" && row[field] !== null
          ? JSON.stringify(row[field])
          : row[field],
      ),
    });
  };

  return {
    name: `by hand, ${width} at once`,
    async close() {
      for (const client of clients) await client.end();
    },
    async measure() {
      const messages = await source(lettersInRound);
      const startedAt = performance.now();
      let taken = 0;
      const lane = async (client: pg.Client) => {
        for (let rows = messages[taken++]; rows !== undefined; rows = messages[taken++]) {
          await client.query("BEGIN");
          for (const row of rows) await insert(client, row);
          await client.query("COMMIT");
        }
      };
      await Promise.all(clients.map(lane));
      return (lettersInRound / (performance.now() - startedAt)) * 1_000;
    },
  };
}
