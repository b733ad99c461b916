import type { Change, ClaimQuery } from "@heedkit/core";
import { expect, test } from "../checks/checks.ts";
import type { StorageSuiteOptions } from "./options.ts";
import { inserts, type Task, task, tasks } from "./samples.ts";
import { concern, conflict, ids, rejection } from "./subject.ts";

/** Leases: who gets a row, in which order, for how long, and what the fence keeps out. */
export function claimTests(suite: StorageSuiteOptions): void {
  concern(suite, "claims", (subject) => {
    const given = async (rows: Readonly<Record<string, Partial<Task>>>) => {
      const tenantId = subject.tenant();
      await subject.storage.commit(
        inserts(
          tasks,
          Object.entries(rows).map(([id, values]) => task(tenantId, id, values)),
        ),
      );
      return tenantId;
    };
    const claim = (tenantId: string, query: Partial<ClaimQuery<Task>> = {}) =>
      subject.storage.claim(tasks, {
        now: 1000,
        leaseMs: 100,
        limit: 10,
        ...query,
        where:
          query.where === undefined
            ? { field: "tenantId", is: tenantId }
            : { and: [{ field: "tenantId", is: tenantId }, query.where] },
      });

    test("a due row is returned as taken: leased, with a higher fence", async () => {
      const tenantId = await given({ a: { dueAt: 1000, fence: 4 } });
      const taken = task(tenantId, "a", { dueAt: 1000, leasedUntil: 1100, fence: 5 });
      expect(await claim(tenantId)).toEqual([taken]);
      expect(await subject.storage.get(tasks, [taken])).toEqual([taken]);
    });
    test("rows that are not due, or have nothing to do, stay", async () => {
      const tenantId = await given({ future: { dueAt: 1001 }, never: { dueAt: null }, past: { dueAt: 999 } });
      expect(ids(await claim(tenantId))).toEqual(["past"]);
    });
    test("a leased row stays until its lease has run out", async () => {
      const tenantId = await given({ a: {} });
      await claim(tenantId);
      expect(await claim(tenantId, { now: 1099 })).toEqual([]);
      expect(ids(await claim(tenantId, { now: 1100 }))).toEqual(["a"]);
    });
    test("each claim raises the fence by one", async () => {
      const tenantId = await given({ a: {} });
      for (const round of [1, 2, 3])
        expect((await claim(tenantId, { now: round * 10_000 })).map(({ fence }) => fence)).toEqual([round]);
    });
    test("a commit that expects an older fence is refused", async () => {
      const tenantId = await given({ a: {} });
      const [first] = await claim(tenantId);
      const [second] = await claim(tenantId, { now: 2000 });
      const done = (fence: number | undefined): Change => ({
        kind: "delete",
        table: tasks,
        key: { tenantId, id: "a" },
        expect: { fence: fence ?? -1 },
      });
      expect((await conflict(subject.storage.commit([done(first?.fence)]))).reason).toBe("expectation");
      await subject.storage.commit([done(second?.fence)]);
    });
    test("the longest due come first", async () => {
      const tenantId = await given({
        a: { dueAt: 30 },
        b: { dueAt: 10 },
        c: { dueAt: 20 },
        d: { dueAt: 10 },
      });
      expect(ids(await claim(tenantId, { limit: 3 }))).toEqual(["b", "d", "c"]);
      expect(ids(await claim(tenantId, { limit: 3 }))).toEqual(["a"]);
    });
    test("an order of one's own", async () => {
      const tenantId = await given({ a: { priority: 1 }, b: { priority: 3 }, c: { priority: 2 } });
      const orderBy = [{ field: "priority", direction: "descending" }] as const;
      expect(ids(await claim(tenantId, { orderBy, limit: 2 }))).toEqual(["b", "c"]);
    });
    test("a filter of one's own", async () => {
      const tenantId = await given({ a: { queue: "mail" }, b: { queue: "sms" } });
      expect(ids(await claim(tenantId, { where: { field: "queue", is: "sms" } }))).toEqual(["b"]);
      expect(await claim(tenantId, { where: { or: [] } })).toEqual([]);
    });
    test("the clock of the query counts, however far from this machine's", async () => {
      const far = 9_000_000_000_000;
      const tenantId = await given({ a: { dueAt: far } });
      expect(await claim(tenantId, { now: far - 1 })).toEqual([]);
      expect(await claim(tenantId, { now: far })).toMatchObject([{ leasedUntil: far + 100 }]);
      const ancient = await given({ a: { dueAt: -5000, leasedUntil: -4000 } });
      expect(await claim(ancient, { now: -4001 })).toEqual([]);
      expect(await claim(ancient, { now: -4000 })).toMatchObject([{ leasedUntil: -3900, fence: 1 }]);
    });
    test("a table without leases cannot be claimed", async () => {
      const bare = {
        ...tasks,
        name: "bare",
        columns: { tenantId: { type: "text", nullable: false }, id: { type: "text", nullable: false } },
      } as const;
      await rejection(
        subject.storage.claim({ ...bare, indexes: [] }, { now: 0, leaseMs: 1, limit: 1 }),
        "INVALID_INPUT",
      );
    });
  });
}
