import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Storage } from "@heedkit/core";
import { runChecks, storageSuite } from "@heedkit/testing";
import { describe, expect, test } from "vitest";
import { sqliteStorage } from "./index.ts";

/** Storages over files that are wrong in what only a store that lasts, or is shared, can be wrong in. */
interface WrongStorage {
  readonly title: string;
  readonly concern: string;
  wrong(inner: Storage, isAgain: boolean): Partial<Storage>;
}

const nothing = { steps: [], drift: [] };

const wrongStorages: readonly WrongStorage[] = [
  {
    title: "what is committed within is committed at once",
    concern: "host transactions",
    wrong: (inner) => ({
      within: (host) => {
        // The host's transaction holds the only lock for writing: it is ended, as if it had not been asked for.
        if (host instanceof DatabaseSync && host.isTransaction) {
          const { commit, ...rest } = inner;
          return {
            ...rest,
            commit: async (changes) => {
              if (host.isTransaction) host.exec("commit");
              await commit(changes);
              host.exec("begin immediate");
            },
          };
        }
        return inner.within(host);
      },
    }),
  },
  {
    title: "within is the storage itself for whatever it is given",
    concern: "host transactions",
    wrong: (inner) => ({
      within: (host) => (host instanceof DatabaseSync ? inner.within(host) : inner),
    }),
  },
  {
    title: "closing what is within ends the host's transaction",
    concern: "host transactions",
    wrong: (inner) => ({
      within: (host) => ({
        ...inner.within(host),
        close: async () => {
          if (host instanceof DatabaseSync && host.isTransaction) host.exec("rollback; begin immediate");
        },
      }),
    }),
  },
  {
    title: "a lease does not outlive the process",
    concern: "life",
    wrong: (inner, isAgain) => ({
      claim: (table, query) => inner.claim(table, isAgain ? { ...query, now: query.now + 100_000 } : query),
    }),
  },
  {
    title: "numbers begin again after a restart",
    concern: "sequences",
    wrong: (inner, isAgain) => ({
      next: async (sequence, count) => {
        const first = await inner.next(sequence, count);
        return isAgain ? 1 : first;
      },
    }),
  },
  {
    title: "unique keys are forgotten after a restart",
    concern: "life",
    wrong: (inner, isAgain) => ({
      commit: (changes) =>
        inner.commit(changes).catch((error: unknown) => {
          if (!isAgain) throw error;
        }),
    }),
  },
  {
    title: "drift is never named",
    concern: "schema",
    wrong: ({ schema }) => ({
      schema: { ...schema, plan: async (tables) => ({ ...(await schema.plan(tables)), drift: [] }) },
    }),
  },
  {
    title: "drift is applied in silence",
    concern: "schema",
    wrong: ({ schema }) => ({
      schema: { ...schema, apply: (tables) => schema.apply(tables).catch(() => nothing) },
    }),
  },
  {
    title: "of several tables those without drift are made",
    concern: "schema",
    wrong: ({ schema }) => ({
      schema: {
        ...schema,
        apply: async (tables) => {
          for (const table of tables) await schema.apply([table]).catch(() => nothing);
          return schema.apply(tables);
        },
      },
    }),
  },
  {
    title: "two storages over the same rows take the same row",
    concern: "claim races",
    wrong: (inner, isAgain) => ({
      claim: async (table, query) => {
        if (!isAgain) return inner.claim(table, query);
        const { where = { and: [] }, limit, now } = query;
        const rows = await inner.find(table, { where, limit });
        await inner.claim(table, query);
        return rows.filter(({ leasedUntil }) => leasedUntil === null || leasedUntil <= now);
      },
    }),
  },
];

const folders = new Map<Storage, string>();

function folderOf(storage: Storage): string {
  const folder = folders.get(storage);
  if (folder === undefined) throw new Error("This storage was not made here.");
  return folder;
}

function check({ concern, wrong }: WrongStorage) {
  const open = (folder: string, isAgain: boolean): Storage => {
    const inner = sqliteStorage({ path: join(folder, "desk.db") });
    const storage = { ...inner, ...wrong(inner, isAgain) };
    folders.set(storage, folder);
    return storage;
  };
  return runChecks(
    () =>
      storageSuite({
        name: "wrong sqlite",
        create: () => open(mkdtempSync(join(tmpdir(), "heedkit-wrong-")), false),
        openAgain: (storage) => open(folderOf(storage), true),
        async dispose(storage) {
          await storage.close();
          rmSync(folderOf(storage), { recursive: true });
        },
        beginHostTransaction(storage) {
          const database = new DatabaseSync(join(folderOf(storage), "desk.db"), { timeout: 1000 });
          database.exec("begin immediate");
          const end = (how: "commit" | "rollback") => async () => {
            database.exec(how);
          };
          return { handle: database, commit: end("commit"), rollback: end("rollback") };
        },
      }),
    { concerns: [concern] },
  );
}

describe(`${wrongStorages.length} storages over files that are wrong on purpose`, { timeout: 60_000 }, () => {
  for (const one of wrongStorages)
    test(`${one.title}: noticed by "${one.concern}"`, async () => {
      const results = await check(one);
      const failed = results.filter(({ outcome }) => outcome === "failed");
      expect(failed.length, `no check of "${one.concern}" notices: ${one.title}`).toBeGreaterThan(0);
      console.info(`${one.title}: ${failed.length} of ${results.length}, such as "${failed[0]?.title}"`);
    });
});
