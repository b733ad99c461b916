import { expect, test } from "../checks/checks.ts";
import { capabilitiesOf, type StorageSuiteOptions } from "./options.ts";
import { inserts, note, notes, task, tasks, thing, things } from "./samples.ts";
import { concern, conflict, ids, rejection } from "./subject.ts";

/** Commits and reads that take part in the host's own transaction. */
export function hostTransactionTests(suite: StorageSuiteOptions): void {
  const isAble = capabilitiesOf(suite).hostTransactions;
  concern(suite, "host transactions", (subject) => {
    if (!isAble)
      test("within throws UNSUPPORTED", async () => {
        await rejection((async () => subject.storage.within({}))(), "UNSUPPORTED");
      });

    const able = test.needs(isAble, "no host transactions");
    const begin = () => subject.beginHostTransaction();

    able("what is committed within is there once the host commits", async () => {
      const row = thing(subject.tenant(), "a");
      const host = await begin();
      await subject.storage.within(host.handle).commit(inserts(things, [row]));
      expect(await subject.storage.get(things, [row])).toEqual([]);
      await host.commit();
      expect(await subject.storage.get(things, [row])).toEqual([row]);
    });
    able("what is committed within is gone when the host rolls back", async () => {
      const row = thing(subject.tenant(), "a");
      const host = await begin();
      await subject.storage.within(host.handle).commit(inserts(things, [row]));
      await host.rollback();
      expect(await subject.storage.get(things, [row])).toEqual([]);
    });
    able("every read within sees what was committed within", async () => {
      const tenantId = subject.tenant();
      const host = await begin();
      const within = subject.storage.within(host.handle);
      await within.commit([
        ...inserts(things, [thing(tenantId, "a", { count: 5 })]),
        ...inserts(notes, [note(tenantId, "n", { title: "word" })]),
      ]);
      const where = { field: "tenantId", is: tenantId } as const;
      expect(ids(await within.get(things, [{ tenantId, id: "a" }]))).toEqual(["a"]);
      expect(ids(await within.find(things, { where, limit: 5 }))).toEqual(["a"]);
      expect(await within.count(things, where)).toBe(1);
      const measures = { sum: { measure: "sum", field: "count" } } as const;
      expect(await within.aggregate(things, { where, measures })).toEqual([
        { group: {}, values: { sum: 5 } },
      ]);
      if (within.capabilities.search)
        expect(await within.search(notes, { text: "word", where, limit: 5 })).toHaveLength(1);
      await host.rollback();
    });
    able("a conflict within leaves the host's transaction usable, and nothing of the commit", async () => {
      const tenantId = subject.tenant();
      await subject.storage.commit(inserts(things, [thing(tenantId, "taken")]));
      const host = await begin();
      const within = subject.storage.within(host.handle);
      await within.commit(inserts(things, [thing(tenantId, "first")]));
      const failing = within.commit(inserts(things, [thing(tenantId, "second"), thing(tenantId, "taken")]));
      expect(await conflict(failing)).toMatchObject({ changeIndex: 1, reason: "unique", id: "taken" });
      await within.commit(inserts(things, [thing(tenantId, "third")]));
      await host.commit();
      const where = { field: "tenantId", is: tenantId } as const;
      expect(ids(await subject.storage.find(things, { where, limit: 9 }))).toEqual([
        "first",
        "taken",
        "third",
      ]);
    });
    able("an expectation is checked within", async () => {
      const row = thing(subject.tenant(), "a", { count: 1 });
      await subject.storage.commit(inserts(things, [row]));
      const host = await begin();
      const within = subject.storage.within(host.handle);
      const step = (count: number) =>
        ({ kind: "update", table: things, key: row, increment: { count: 1 }, expect: { count } }) as const;
      await within.commit([step(1)]);
      expect((await conflict(within.commit([step(1)]))).reason).toBe("expectation");
      await host.commit();
      expect((await subject.storage.get(things, [row]))[0]?.count).toBe(2);
    });
    able("numbers are reserved within, and never given twice", async () => {
      const name = subject.tenant();
      const first = await subject.storage.next(name, 1);
      const host = await begin();
      const within = subject.storage.within(host.handle);
      const inside = [await within.next(name, 1), await within.next(name, 3)];
      await host.commit();
      const after = await subject.storage.next(name, 100);
      const all = [first, inside[0], inside[1], (inside[1] ?? 0) + 2, after];
      expect(new Set(all).size).toBe(all.length);
    });
    able("a commit beside waits for the host's transaction, then goes through", async () => {
      const tenantId = subject.tenant();
      const host = await begin();
      await subject.storage.within(host.handle).commit(inserts(things, [thing(tenantId, "within")]));
      const beside = subject.storage.commit(inserts(things, [thing(tenantId, "beside")]));
      await new Promise((resolve) => setTimeout(resolve, 30));
      await host.commit();
      await beside;
      expect(await subject.storage.count(things, { field: "tenantId", is: tenantId })).toBe(2);
    });
    able("a transaction that has ended is refused", async () => {
      const host = await begin();
      const within = subject.storage.within(host.handle);
      await host.commit();
      await rejection(within.commit(inserts(things, [thing(subject.tenant(), "late")])), "INVALID_INPUT");
      await rejection((async () => subject.storage.within(host.handle))(), "INVALID_INPUT");
    });
    for (const [title, handle] of [
      ["nothing", undefined],
      ["null", null],
      ["an object", {}],
      ["a text", "begin"],
    ] as const)
      able(`${title} is no transaction`, async () => {
        await rejection((async () => subject.storage.within(handle))(), "INVALID_INPUT");
      });
    able("claim, schema and within are not for it", async () => {
      const host = await begin();
      const within = subject.storage.within(host.handle);
      await rejection(within.claim(tasks, { now: 0, leaseMs: 1, limit: 1 }), "UNSUPPORTED");
      await rejection(within.schema.apply([]), "UNSUPPORTED");
      await rejection((async () => within.within(host.handle))(), "UNSUPPORTED");
      await host.rollback();
    });
    able("closing it leaves the storage and the transaction open", async () => {
      const row = task(subject.tenant(), "a");
      const host = await begin();
      const within = subject.storage.within(host.handle);
      await within.commit(inserts(tasks, [row]));
      await within.close();
      await host.commit();
      expect(await subject.storage.get(tasks, [row])).toEqual([row]);
    });
  });
}
