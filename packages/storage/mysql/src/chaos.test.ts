import { isSupportError } from "@heedkit/core";
import { describe, expect, onTestFinished, test } from "vitest";
import { mysqlStorage } from "./index.ts";
import { asHost, hostConnection, numbers, optionsFor, port } from "./testing/database.ts";
import { entries, entry, insert, openStorage } from "./testing/entries.ts";

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const chaosMs = Number(process.env.HEEDKIT_CHAOS_MS ?? 3_000);

/** Ids of the connections to the database, but for those of the host that asks. */
async function connectionsTo(database: string): Promise<readonly number[]> {
  const rows = await asHost(undefined, [
    `select id from information_schema.processlist where db = '${database}'`,
  ]);
  return rows.map((row) => Number(Object.values(row ?? {})[0]));
}

describe.skipIf(port === null)("connections that come and go", () => {
  test(`connections killed every 50 ms for ${chaosMs} ms: nothing promised is lost, and it recovers at once`, {
    timeout: chaosMs + 60_000,
  }, async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown) => unhandled.push(error);
    process.on("unhandledRejection", note).on("uncaughtException", note);
    onTestFinished(() => {
      process.off("unhandledRejection", note).off("uncaughtException", note);
    });
    const { storage, database } = await openStorage({ maxConnections: 6 });
    const killer = await hostConnection(undefined);
    onTestFinished(() => killer.end());
    const until = performance.now() + chaosMs;
    let killed = 0;
    const kill = async () => {
      while (performance.now() < until) {
        for (const id of await connectionsTo(database))
          await killer.query(`kill connection ${id}`).then(
            () => killed++,
            // It had ended by itself.
            () => undefined,
          );
        await wait(50);
      }
    };

    const promised: string[] = [];
    const failures: unknown[] = [];
    const write = async (lane: number) => {
      for (let at = 0; performance.now() < until; at++) {
        const id = `${lane}-${at}`;
        const number = await storage.next("entries", 1).catch(() => at);
        await storage.commit([insert(id, { count: number }), insert(`${id}-twin`)]).then(
          () => promised.push(id),
          (error: unknown) => failures.push(error),
        );
      }
    };
    await Promise.all([kill(), ...Array.from({ length: 12 }, (_, lane) => write(lane))]);

    const calm = performance.now();
    for (;;) {
      const outcome = await storage.commit([insert(`after-${performance.now()}`)]).catch(() => "failed");
      if (outcome === undefined) break;
      await wait(20);
    }
    expect(performance.now() - calm).toBeLessThan(5_000);
    expect(killed).toBeGreaterThan(chaosMs / 100);
    expect(promised.length).toBeGreaterThan(10);
    for (const failure of failures)
      expect(isSupportError(failure) ? [failure.code, failure.retryable] : failure).toEqual([
        "STORAGE_UNAVAILABLE",
        true,
      ]);
    const keys = promised.flatMap((id) => [entry(id), entry(`${id}-twin`)]);
    expect(await storage.get(entries, keys)).toHaveLength(keys.length);
    // Also of what was not promised, a commit is there whole or not at all.
    const twins = await storage.count(entries, {
      field: "id",
      in: promised.map((id) => `${id}-twin`).slice(0, 1000),
    });
    expect(twins).toBe(Math.min(1000, promised.length));
    expect(unhandled).toEqual([]);
  });

  test("idle connections that the server ended are replaced, unnoticed", async () => {
    const { storage, database } = await openStorage({ maxConnections: 4 });
    await Promise.all(Array.from({ length: 8 }, (_, at) => storage.commit([insert(`r${at}`)])));
    for (const id of await connectionsTo(database)) await asHost(undefined, [`kill connection ${id}`]);
    await wait(50);
    await storage.commit([insert("after")]);
    expect(await storage.count(entries)).toBe(9);
  });

  test("one connection is enough for everything at once", async () => {
    const { storage } = await openStorage({ maxConnections: 1, acquireTimeoutMs: 20_000 });
    const calls = Array.from({ length: 20 }, (_, at) => [
      storage.commit([insert(`r${at}`)]),
      storage.next("numbers", 100),
      storage.find(entries, { limit: 5 }),
      storage.schema.plan([entries]),
    ]);
    await Promise.all(calls.flat());
    expect(await storage.count(entries)).toBe(20);
  });

  test("a pool that stays busy says so", async () => {
    const { storage, database } = await openStorage({ maxConnections: 2, acquireTimeoutMs: 100 });
    await storage.commit([insert("a"), insert("b")]);
    const host = await hostConnection(database);
    onTestFinished(() => host.end());
    await host.beginTransaction();
    await host.query("update heedkit_entries set count = 9");
    const update = (id: string) =>
      storage.commit([{ kind: "update", table: entries, key: entry(id), set: { count: 1 } }]);
    const held = [update("a"), update("b")];
    await wait(30);
    await expect(storage.count(entries)).rejects.toMatchObject({
      code: "STORAGE_UNAVAILABLE",
      retryable: true,
      message: expect.stringMatching(/All 2 connections.*maxConnections/),
    });
    await host.rollback();
    await Promise.all(held);
    expect(await storage.count(entries)).toBe(2);
  });

  test("a lock that another holds for too long is STORAGE_UNAVAILABLE, and nothing was written", async () => {
    const { storage, database } = await openStorage({ lockTimeoutMs: 1 });
    await storage.commit([insert("a")]);
    const host = await hostConnection(database);
    onTestFinished(() => host.end());
    await host.beginTransaction();
    await host.query("update heedkit_entries set count = 9");
    const refused = storage.commit([
      insert("b"),
      { kind: "update", table: entries, key: entry("a"), set: { count: 1 } },
    ]);
    await expect(refused).rejects.toMatchObject({
      code: "STORAGE_UNAVAILABLE",
      retryable: true,
      message: expect.stringContaining("held a row lock"),
    });
    await host.rollback();
    expect(await storage.count(entries)).toBe(1);
  });

  test("commits that lock rows against each other are tried again, and all go through", async () => {
    const { storage } = await openStorage({ maxConnections: 8 });
    const ids = ["a", "b", "c", "d"];
    await storage.commit(ids.map((id) => insert(id)));
    const add = (order: readonly string[]) =>
      storage.commit(
        order.map((id) => ({ kind: "update", table: entries, key: entry(id), increment: { count: 1 } })),
      );
    await Promise.all(Array.from({ length: 40 }, (_, at) => add(at % 2 === 0 ? ids : ids.toReversed())));
    expect((await storage.find(entries, { limit: 9 })).map(({ count }) => count)).toEqual([40, 40, 40, 40]);
  });

  test("a statement that takes too long is stopped", async () => {
    const { storage, database } = await openStorage({ statementTimeoutMs: 25 });
    await asHost(database, [
      `insert into heedkit_entries (tenant_id, id, text, count) select 't', n, repeat('word ', 200), n from ${numbers(20_000)}`,
    ]);
    await expect(
      storage.aggregate(entries, {
        groupBy: ["text", "id"],
        measures: { sum: { measure: "sum", field: "count" } },
      }),
    ).rejects.toMatchObject({
      code: "STORAGE_UNAVAILABLE",
      message: expect.stringContaining("statementTimeoutMs"),
    });
    expect(await storage.get(entries, [entry("1")])).toHaveLength(1);
  });

  test.each([
    ["nobody listens", { port: 9 }, { code: "STORAGE_UNAVAILABLE", retryable: true }],
    ["the password is wrong", { password: "wrong" }, { code: "STORAGE_UNAVAILABLE", retryable: false }],
    ["the database is not there", { database: "nowhere" }, { code: "STORAGE_UNAVAILABLE", retryable: false }],
  ])("%s: said at the first call", async (_title, wrong, expected) => {
    const storage = mysqlStorage({ connection: { ...optionsFor("heedkit").connection, ...wrong } });
    await expect(storage.count(entries)).rejects.toMatchObject(expected);
    await expect(storage.commit([insert("a")])).rejects.toMatchObject(expected);
    await storage.close();
  });
});
