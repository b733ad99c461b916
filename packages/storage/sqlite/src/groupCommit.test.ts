import { isConflictError } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { countOf, entry, insert, openStorage, temporaryPath, transactionsInLog } from "./testing/desk.ts";
import { entries } from "./testing/entries.ts";

describe("group commit", () => {
  test("64 concurrent commits share few transactions", async () => {
    const path = temporaryPath();
    const storage = await openStorage({ path });
    const before = transactionsInLog(path);
    await Promise.all(Array.from({ length: 64 }, (_, at) => storage.commit([insert(`r${at}`)])));
    expect(transactionsInLog(path) - before).toBeLessThanOrEqual(3);
    expect(await countOf(storage)).toBe(64);
  });

  test("a commit alone is in the log when its promise resolves", async () => {
    const path = temporaryPath();
    const storage = await openStorage({ path });
    for (let at = 0; at < 5; at++) {
      const before = transactionsInLog(path);
      await storage.commit([insert(`r${at}`)]);
      expect(transactionsInLog(path)).toBe(before + 1);
    }
  });

  test("a commit that fails after its first change takes none of its group with it", async () => {
    const path = temporaryPath();
    const storage = await openStorage({ path });
    await storage.commit([insert("taken")]);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 30 }, (_, at) =>
        storage.commit([insert(`r${at}`), ...(at % 10 === 3 ? [insert("taken")] : [])]),
      ),
    );
    const refused = outcomes.flatMap((outcome, at) => (outcome.status === "rejected" ? [at] : []));
    expect(refused).toEqual([3, 13, 23]);
    expect(await countOf(storage)).toBe(28);
  });

  test("a conflict does not cost each of its group a transaction", async () => {
    const path = temporaryPath();
    const storage = await openStorage({ path });
    await storage.commit([insert("taken")]);
    const before = transactionsInLog(path);
    await Promise.allSettled(
      Array.from({ length: 30 }, (_, at) =>
        storage.commit([insert(`r${at}`), ...(at === 7 ? [insert("taken")] : [])]),
      ),
    );
    expect(transactionsInLog(path) - before).toBeLessThanOrEqual(2);
  });

  test("commits of a group see each other in the order of their calls", async () => {
    const storage = await openStorage({ path: temporaryPath() });
    const step = (from: number) =>
      storage.commit([
        { kind: "update", table: entries, key: entry("a"), increment: { count: 1 }, expect: { count: from } },
      ]);
    await Promise.all([storage.commit([insert("a")]), step(0), step(1), step(2)]);
    const late = await step(1).then(
      () => null,
      (error: unknown) => error,
    );
    expect(isConflictError(late)).toBe(true);
    expect((await storage.get(entries, [entry("a")]))[0]?.count).toBe(3);
  });

  test("a group too large for one turn is written over several, in order, none lost", async () => {
    const storage = await openStorage({ path: temporaryPath() });
    let turns = 0;
    const ticking = setInterval(() => turns++, 1);
    const text = "word ".repeat(2000);
    await Promise.all(Array.from({ length: 400 }, (_, at) => storage.commit([insert(`r${at}`, text)])));
    clearInterval(ticking);
    expect(await countOf(storage)).toBe(400);
    expect(turns).toBeGreaterThan(1);
  });

  test("numbers of a sequence cost no transaction within a block", async () => {
    const path = temporaryPath();
    const storage = await openStorage({ path, sequenceBlock: 100 });
    await storage.next("cases", 1);
    const before = transactionsInLog(path);
    for (let at = 0; at < 99; at++) await storage.next("cases", 1);
    expect(transactionsInLog(path)).toBe(before);
    expect(await storage.next("cases", 1)).toBe(101);
  });

  test("a claim that finds nothing writes nothing", async () => {
    const path = temporaryPath();
    const storage = await openStorage({ path });
    const before = transactionsInLog(path);
    await storage.commit([]);
    expect(transactionsInLog(path)).toBe(before);
  });
});
