import type { Storage } from "@heedkit/core";
import pg from "pg";
import { describe, expect, onTestFinished, test } from "vitest";
import { type PostgresStorageOptions, postgresStorage } from "./index.ts";
import { administer, databaseUrl, freshName, requireUrl } from "./testing/database.ts";
import { entries, entry, insert } from "./testing/entries.ts";

/** A storage with a row that a transaction of the host holds. */
async function opened(
  options: PostgresStorageOptions = {},
): Promise<{ readonly storage: Storage; readonly host: pg.Client }> {
  const schema = freshName();
  const storage = postgresStorage({ url: requireUrl(), schema, maxConnections: 4, ...options });
  const host = new pg.Client({ connectionString: requireUrl() });
  await host.connect();
  onTestFinished(async () => {
    await host.end();
    await storage.close();
    await administer(`drop schema if exists "${schema}" cascade`);
  });
  await storage.schema.apply([entries]);
  await storage.commit([insert("held")]);
  await host.query("begin");
  await host.query(`select * from "${schema}".heedkit_entries where id = 'held' for update`);
  return { storage, host };
}

const increment = { kind: "update", table: entries, key: entry("held"), increment: { count: 1 } } as const;

describe.skipIf(databaseUrl === null)("commits that share a transaction", () => {
  test("one that waits for a row that the host holds lets the others through", async () => {
    const { storage, host } = await opened();
    let isThrough = false;
    const waiting = storage.commit([increment]).then(() => {
      isThrough = true;
    });
    const began = performance.now();
    // Within the transaction of the host, which ends only after it.
    await storage.commit([insert("beside")]);
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(isThrough).toBe(false);
    expect(await storage.get(entries, [entry("beside")])).toHaveLength(1);
    await host.query("commit");
    await waiting;
    expect((await storage.get(entries, [entry("held")]))[0]?.count).toBe(1);
  }, 10_000);

  test("one that waits too long fails alone, on the server's word", async () => {
    const { storage, host } = await opened({ statementTimeoutMs: 150 });
    const waiting = storage.commit([increment]);
    const beside = storage.commit([insert("beside")]);
    await expect(waiting).rejects.toMatchObject({
      code: "STORAGE_UNAVAILABLE",
      retryable: true,
      details: { sqlState: "57014" },
    });
    await beside;
    await host.query("commit");
    expect((await storage.get(entries, [entry("held")]))[0]?.count).toBe(0);
  }, 10_000);

  test("what a group does about locks is over when it ends", async () => {
    const { storage, host } = await opened({ maxConnections: 1 });
    await Promise.all(["a", "b", "c"].map((id) => storage.commit([insert(id)])));
    const waiting = storage.commit([increment]);
    setTimeout(() => void host.query("commit"), 600);
    await waiting;
    expect((await storage.get(entries, [entry("held")]))[0]?.count).toBe(1);
  }, 10_000);
});
