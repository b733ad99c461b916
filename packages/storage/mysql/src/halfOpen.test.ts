import type { Storage } from "@heedkit/core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { blackHole } from "../../../../scripts/blackHole.ts";
import { mysqlStorage } from "./mysqlStorage.ts";
import { dropDatabase, newDatabase, optionsFor, port } from "./testing/database.ts";
import { entries, entry, insert } from "./testing/entries.ts";

const boundMs = 3_000;
let database = "";

beforeAll(async () => {
  if (port !== null) database = await newDatabase();
});
afterAll(async () => {
  if (port !== null) await dropDatabase(database);
});

/** A storage of two connections behind a proxy that can fall silent. */
async function behindProxy() {
  const hole = await blackHole(port ?? 0);
  const { connection } = optionsFor(database);
  const storage = mysqlStorage({
    connection: { ...connection, port: hole.port },
    maxConnections: 2,
    acquireTimeoutMs: boundMs,
    connectTimeoutMs: 500,
    statementTimeoutMs: 500,
  });
  onTestFinished(async () => {
    hole.pass();
    await storage.close();
    hole.close();
  });
  await storage.schema.apply([entries]);
  return { hole, storage };
}

async function timed(work: Promise<unknown>) {
  const began = performance.now();
  const [result] = await Promise.allSettled([work]);
  return { result, ms: performance.now() - began };
}

const unavailable = { status: "rejected", reason: { code: "STORAGE_UNAVAILABLE", retryable: true } };

/** Both connections can be had at once, and do what they are asked for. */
async function expectWhole(storage: Storage, id: string): Promise<void> {
  await storage.commit([insert(id)]);
  const rows = await Promise.all([1, 2, 3, 4].map(() => storage.get(entries, [entry(id)])));
  expect(rows.map(({ length }) => length)).toEqual([1, 1, 1, 1]);
}

describe.skipIf(port === null)("a MySQL server that falls silent", () => {
  const calls: Readonly<Record<string, (storage: Storage) => Promise<unknown>>> = {
    "preparing a statement that is new": (storage) =>
      storage.find(entries, { where: { field: "id", above: "m" }, orderBy: [{ field: "id" }], limit: 7 }),
    "running a prepared statement": (storage) => storage.get(entries, [entry("warm")]),
    "a commit": (storage) => storage.commit([insert("lost")]),
    "reserving numbers": (storage) => storage.next("numbers", 1_000),
    "comparing the schema": (storage) => storage.schema.plan([entries]),
  };

  test.each(Object.keys(calls))(
    "%s ends in time, and its slot is free again",
    async (name) => {
      const { hole, storage } = await behindProxy();
      await expectWhole(storage, `warm ${name}`);
      hole.swallow();
      const slow = await Promise.all([1, 2].map(() => timed(calls[name]?.(storage) ?? Promise.resolve())));
      for (const { result, ms } of slow) {
        expect(result).toMatchObject(unavailable);
        expect(ms).toBeLessThan(4 * boundMs);
      }
      hole.pass();
      await expectWhole(storage, `after ${name}`);
    },
    60_000,
  );

  test("a connection that lay idle and is dead is replaced", async () => {
    const { hole, storage } = await behindProxy();
    await expectWhole(storage, "idle before");
    hole.swallow();
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    const { result, ms } = await timed(storage.get(entries, [entry("idle before")]));
    expect(result).toMatchObject(unavailable);
    expect(ms).toBeLessThan(4 * boundMs);
    hole.pass();
    await expectWhole(storage, "idle after");
  }, 60_000);

  test.each([0, 1, 30, 90, 200, 400])(
    "an answer that stops after %i bytes, while connecting or later, ends in time",
    async (bytes) => {
      const hole = await blackHole(port ?? 0);
      const { connection } = optionsFor(database);
      const storage = mysqlStorage({
        connection: { ...connection, port: hole.port },
        maxConnections: 1,
        acquireTimeoutMs: boundMs,
        connectTimeoutMs: 500,
        statementTimeoutMs: 500,
      });
      onTestFinished(async () => {
        hole.pass();
        await storage.close();
        hole.close();
      });
      hole.swallowAnswersAfter(bytes);
      const { result, ms } = await timed(storage.schema.plan([entries]));
      expect(result).toMatchObject(unavailable);
      expect(ms).toBeLessThan(4 * boundMs);
      hole.pass();
      await storage.schema.apply([entries]);
      await expectWhole(storage, `cut ${bytes}`);
    },
    60_000,
  );

  test("a commit whose answer is lost says that its outcome is not known, and is not done twice", async () => {
    const { hole, storage } = await behindProxy();
    await storage.commit([insert("warm up")]);
    hole.swallowAnswersAfter(0);
    const { result } = await timed(storage.commit([insert("in doubt")]));
    expect(result).toMatchObject({
      status: "rejected",
      reason: { code: "STORAGE_UNAVAILABLE", details: { outcome: "unknown" } },
    });
    hole.pass();
    const rows = await storage.get(entries, [entry("in doubt")]);
    expect(rows).toHaveLength(1);
  }, 60_000);

  test("closing does not wait for it", async () => {
    const { hole, storage } = await behindProxy();
    await expectWhole(storage, "closing");
    hole.swallow();
    const { ms } = await timed(storage.close());
    expect(ms).toBeLessThan(4 * boundMs);
  }, 60_000);
});
