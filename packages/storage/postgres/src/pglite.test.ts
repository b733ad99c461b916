import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import type { Storage } from "@heedkit/core";
import { storageSuite } from "@heedkit/testing";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { postgresStorage } from "./index.ts";
import { entries, insert } from "./testing/entries.ts";

// One for all groups of tests, each in a schema of its own: to start it takes seconds.
const pglite = await PGlite.create();
const schemas = new Map<Storage, string>();

afterAll(() => pglite.close());

storageSuite({
  name: "pglite",
  capabilities: { durable: false, shared: false },
  create() {
    const schema = `suite_${schemas.size}`;
    const storage = postgresStorage({ pglite, schema });
    schemas.set(storage, schema);
    return storage;
  },
  async dispose(storage) {
    await storage.close();
    await pglite.exec(`drop schema "${schemas.get(storage)}" cascade`);
  },
  async beginHostTransaction() {
    let end = (_how: "commit" | "rollback") => undefined as unknown;
    const ended = new Promise<"commit" | "rollback">((resolve) => {
      end = resolve;
    });
    let handle: unknown;
    const begun = Promise.withResolvers<void>();
    const whole = pglite.transaction(async (transaction) => {
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
