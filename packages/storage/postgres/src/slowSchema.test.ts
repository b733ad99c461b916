import type { Storage, Table } from "@heedkit/core";
import pg from "pg";
import { describe, expect, onTestFinished, test } from "vitest";
import { portOf } from "../../../../scripts/services.ts";
import { type PostgresStorageOptions, postgresStorage } from "./index.ts";
import { administer, databaseUrl, freshName, requireUrl } from "./testing/database.ts";
import { type Entry, entries, insert } from "./testing/entries.ts";

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const lockMs = 1_000;
const bare: Table<Entry> = { ...entries, indexes: [], search: [] };
const poolerPort = databaseUrl === null ? null : portOf("pgbouncer");

/** A storage that gives statements 300 ms, with a table that has a row. */
async function hurried(options: PostgresStorageOptions, schema: string): Promise<Storage> {
  const storage = postgresStorage({ ...options, schema, maxConnections: 1, statementTimeoutMs: 300 });
  onTestFinished(async () => {
    await storage.close();
    await administer(`drop schema if exists "${schema}" cascade`);
  });
  await storage.schema.apply([bare]);
  await storage.commit([insert("a", "needle")]);
  return storage;
}

async function client(): Promise<pg.Client> {
  const made = new pg.Client({ connectionString: requireUrl() });
  await made.connect();
  onTestFinished(() => made.end());
  return made;
}

describe.skipIf(databaseUrl === null)("a schema that takes long to make", () => {
  const throughPooler = () => {
    const address = new URL(requireUrl());
    address.port = String(poolerPort);
    return address.href;
  };
  const hostsPool = () => {
    const pool = new pg.Pool({ connectionString: requireUrl(), max: 1, statement_timeout: 200 });
    onTestFinished(() => pool.end());
    return pool;
  };
  const ways: Readonly<Record<string, () => PostgresStorageOptions>> = {
    "connections of our own": () => ({ url: requireUrl() }),
    "a pool of the host": () => ({ pool: hostsPool() }),
    ...(poolerPort === null ? {} : { "a pooler": () => ({ url: throughPooler(), transactionPooler: true }) }),
  };

  test.each(Object.entries(ways))(
    "is not bound by the time of a statement, on %s",
    async (_name, options) => {
      const schema = freshName();
      const storage = await hurried(options(), schema);
      const other = await client();
      await other.query(`begin; update "${schema}".heedkit_entries set count = 7`);
      const released = wait(lockMs).then(() => other.query("commit"));
      await storage.schema.apply([entries]);
      await released;
      expect(await storage.schema.plan([entries])).toEqual({ steps: [], drift: [] });
      expect(await storage.search(entries, { text: "needle", limit: 5 })).toHaveLength(1);
    },
    20_000,
  );

  test.each(Object.entries(ways).slice(0, 2))(
    "makes an index beside running writes, on %s",
    async (_name, options) => {
      const schema = freshName();
      const storage = await hurried(options(), schema);
      const other = await client();
      await other.query(`begin; update "${schema}".heedkit_entries set count = 7`);
      const released = wait(lockMs).then(() => other.query("commit"));
      const { steps } = await storage.schema.apply([{ ...bare, indexes: entries.indexes }]);
      expect(steps.join()).toMatch(/^create index concurrently/);
      await released;

      // The same connection keeps its time for everything else.
      await other.query(`begin; lock table "${schema}".heedkit_entries`);
      await expect(storage.count(entries)).rejects.toMatchObject({ details: { sqlState: "57014" } });
    },
    20_000,
  );

  test("a connection that could not give up the lock is closed, and holds up nobody", async () => {
    const [schema, unwilling] = [freshName(), freshName()];
    await administer(`create schema "${unwilling}"`);
    await administer(
      `create function "${unwilling}".pg_advisory_unlock(bigint) returns boolean language plpgsql as $$ begin raise 'not now'; end $$`,
    );
    onTestFinished(async () => void (await administer(`drop schema "${unwilling}" cascade`)));
    // So that it is found before that of PostgreSQL.
    const first = `-c search_path=${unwilling},pg_catalog`;
    const storage = await hurried({ connection: { connectionString: requireUrl(), options: first } }, schema);
    const other = postgresStorage({ url: requireUrl(), schema });
    onTestFinished(() => other.close());
    const began = performance.now();
    await other.schema.apply([entries]);
    expect(performance.now() - began).toBeLessThan(5_000);
    await storage.commit([insert("b")]);
    expect(await storage.count(entries)).toBe(2);
  }, 20_000);
});
