import { expect, test } from "vitest";
import { definitionsCache } from "./definitionsCache.ts";
import { accounts, kernelForTests } from "./kernelForTests.ts";
import { openRead } from "./operations/index.ts";
import { transact } from "./transact.ts";
import type { Read } from "./transaction.ts";

/** Definitions that are the balance of one account, which is its own revision. */
async function world(maxAgeMs = 10) {
  const { context, kernel } = kernelForTests();
  const time = { now: 1_000_000 };
  const timed = { ...kernel, clock: { ...kernel.clock, now: () => time.now } };
  const here = { ...context, kernel: timed };
  await transact(here, (tx) => void tx.insert(accounts, { id: "a", balance: 1, note: null }));
  const counts = { revision: 0, compile: 0 };
  let hold: Promise<void> = Promise.resolve();
  const cache = definitionsCache({
    tables: [accounts],
    maxAgeMs,
    async revision(read) {
      counts.revision++;
      return (await read.get(accounts, "a"))?.balance ?? 0;
    },
    async compile(_, revision) {
      counts.compile++;
      await hold;
      return { revision };
    },
  });
  const current = async (read: Read = openRead(here)) => (await cache.current(read)).revision;
  const set = (balance: number) =>
    transact(here, async (tx) => {
      const row = await tx.get(accounts, "a");
      if (row !== null) tx.update(accounts, row, { balance });
    });
  return {
    ...{ here, cache, counts, current, set },
    pass: (ms: number) => {
      time.now += ms;
    },
    holdUntil: (until: Promise<void>) => {
      hold = until;
    },
  };
}

test("an old copy is compared with storage, and compiled again only if it differs", async () => {
  const { counts, current, set, pass } = await world();
  expect([await current(), await current()]).toEqual([1, 1]);
  expect(counts).toEqual({ revision: 1, compile: 1 });
  pass(10);
  expect(await current()).toBe(1);
  expect(counts).toEqual({ revision: 2, compile: 1 });
  await set(2);
  expect(await current()).toBe(1);
  pass(10);
  expect(await current()).toBe(2);
  expect(counts.compile).toBe(2);
});

test("an edit of this process shows at once, also where a load was under way", async () => {
  const { here, cache, current, set, holdUntil } = await world();
  let release = () => {};
  holdUntil(
    new Promise((resolve) => {
      release = resolve;
    }),
  );
  const early = current();
  await set(2);
  cache.forget(here.tenantId);
  release();
  expect(await early).toBe(1);
  expect(await current()).toBe(2);
});

test("what a transaction has changed is seen by it alone, and once each time", async () => {
  const { here, counts, current } = await world();
  expect(await current()).toBe(1);
  await transact(here, async (tx) => {
    const row = await tx.get(accounts, "a");
    if (row === null) throw new Error("no such account");
    const changed = tx.update(accounts, row, { balance: 5 });
    expect([await current(tx), await current(tx)]).toEqual([5, 5]);
    expect(counts.compile).toBe(2);
    tx.update(accounts, changed, { balance: 6 });
    expect(await current(tx)).toBe(6);
    expect(await current()).toBe(1);
  });
});

test("a transaction of the host never fills the copy that all share", async () => {
  const { here, cache, counts, current } = await world();
  const within = openRead({ ...here, storage: { ...here.storage } });
  expect((await cache.current(within)).revision).toBe(1);
  expect(counts.compile).toBe(1);
  expect(await current()).toBe(1);
  // Had the first one been kept, there was nothing to compile.
  expect(counts.compile).toBe(2);
});
