import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import type { Storage } from "@heedkit/core";
import { storageSuite } from "@heedkit/testing";
import { expect, onTestFinished, test } from "vitest";
import { postgresStorage } from "./index.ts";
import { entries, insert } from "./testing/entries.ts";

const databases = new Map<Storage, PGlite>();

function databaseOf(storage: Storage): PGlite {
  const database = databases.get(storage);
  if (database === undefined) throw new Error("This storage was not made here.");
  return database;
}

storageSuite({
  name: "pglite",
  capabilities: { durable: false, shared: false },
  async create() {
    const pglite = await PGlite.create();
    const storage = postgresStorage({ pglite });
    databases.set(storage, pglite);
    return storage;
  },
  async dispose(storage) {
    await storage.close();
    await databaseOf(storage).close();
  },
  async beginHostTransaction(storage) {
    let end = (_how: "commit" | "rollback") => undefined as unknown;
    const ended = new Promise<"commit" | "rollback">((resolve) => {
      end = resolve;
    });
    let handle: unknown;
    const begun = Promise.withResolvers<void>();
    const whole = databaseOf(storage).transaction(async (transaction) => {
      handle = transaction;
      begun.resolve();
      if ((await ended) === "rollback") await transaction.rollback();
    });
    await begun.promise;
    const finish = (how: "commit" | "rollback") => async () => {
      end(how);
      await whole;
    };
    return { handle, commit: finish("commit"), rollback: finish("rollback") };
  },
});

test("what is in a folder is there when it is opened again", async () => {
  const folder = mkdtempSync(join(tmpdir(), "heedkit-pglite-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const first = await PGlite.create(folder);
  const storage = postgresStorage({ pglite: first });
  expect(storage.capabilities).toMatchObject({ durable: true, shared: false });
  await storage.schema.apply([entries]);
  await storage.commit([insert("a", "needle")]);
  await storage.close();
  await first.close();

  const second = await PGlite.create(folder);
  const again = postgresStorage({ pglite: second });
  expect(await again.schema.apply([entries])).toEqual({ steps: [], drift: [] });
  expect(await again.search(entries, { text: "needle", limit: 5 })).toHaveLength(1);
  await again.close();
  await second.close();
}, 60_000);
