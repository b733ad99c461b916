import { expect, test } from "../checks/checks.ts";
import { capabilitiesOf, type StorageSuiteOptions } from "./options.ts";
import { inserts, sampleTables, task, tasks, thing, things } from "./samples.ts";
import { acrossRestart, concern, conflict, rejection } from "./subject.ts";

/** What a storage declares about itself, and closing it. */
export function lifeTests(suite: StorageSuiteOptions): void {
  concern(suite, "life", (subject) => {
    test("says what it is", () => {
      expect(subject.storage.specVersion).toBe(1);
      expect(subject.storage.name).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(subject.storage.capabilities).toEqual(capabilitiesOf(suite));
    });
    test("can be taken apart: no method needs `this`", async () => {
      const { commit, get, count, schema } = subject.storage;
      const row = thing(subject.tenant(), "a");
      await commit(inserts(things, [row]));
      expect(await get(things, [row])).toEqual([row]);
      expect(await count(things, { field: "tenantId", is: row.tenantId })).toBe(1);
      await schema.plan(sampleTables);
    });
    test.needs(capabilitiesOf(suite).shared, "not shared")(
      "another storage over the same data sees a commit at once",
      async () => {
        const row = thing(subject.tenant(), "a", { extra: { kept: true } });
        await subject.together(1, async ([storage, other]) => {
          await storage?.commit(inserts(things, [row]));
          expect(await other?.get(things, [row])).toEqual([row]);
        });
      },
    );
    test.needs(capabilitiesOf(suite).durable, "not durable")(
      "what was committed, changed and deleted is so after closing and opening again",
      () =>
        acrossRestart(suite, async (storage) => {
          const row = thing("t", "a", { extra: { kept: true }, payload: Uint8Array.of(1) });
          await storage.commit(inserts(things, [row, thing("t", "b"), thing("t", "c")]));
          await storage.commit([
            { kind: "update", table: things, key: row, increment: { count: 2 } },
            { kind: "delete", table: things, key: { tenantId: "t", id: "b" } },
          ]);
          return async (again) => {
            expect(await again.schema.plan(sampleTables)).toEqual({ steps: [], drift: [] });
            expect(await again.find(things, { limit: 9 })).toEqual([{ ...row, count: 2 }, thing("t", "c")]);
            const twice = conflict(again.commit(inserts(things, [thing("t", "d", { name: row.name })])));
            expect(await twice).toMatchObject({ reason: "unique", constraint: "name" });
          };
        }),
    );
    test.needs(capabilitiesOf(suite).durable, "not durable")("a lease holds across a restart", () =>
      acrossRestart(suite, async (storage) => {
        await storage.commit(inserts(tasks, [task("t", "a")]));
        const query = { leaseMs: 100, limit: 5 };
        await storage.claim(tasks, { ...query, now: 1000 });
        return async (again) => {
          expect(await again.claim(tasks, { ...query, now: 1099 })).toEqual([]);
          expect(await again.claim(tasks, { ...query, now: 1100 })).toMatchObject([{ id: "a", fence: 2 }]);
        };
      }),
    );
  });

  concern(suite, "closing", (subject) => {
    test("finishes what is running; later calls throw STOPPED; closing twice is fine", async () => {
      const { storage } = subject;
      const tenantId = subject.tenant();
      const running = Array.from({ length: 20 }, (_, at) =>
        storage.commit(inserts(things, [thing(tenantId, `r${at}`)])),
      );
      const number = storage.next(tenantId, 1);
      const closed = storage.close();
      expect(await Promise.all(running)).toHaveLength(20);
      expect(await number).toBe(1);
      await Promise.all([closed, storage.close()]);

      const row = thing(tenantId, "late");
      const late: readonly (() => Promise<unknown>)[] = [
        () => storage.get(things, [row]),
        () => storage.find(things, { limit: 1 }),
        () => storage.count(things),
        () => storage.aggregate(things, { measures: { all: { measure: "count" } } }),
        () => storage.commit(inserts(things, [row])),
        () => storage.claim(tasks, { now: 0, leaseMs: 1, limit: 1 }),
        () => storage.next("late", 1),
        () => storage.schema.plan(sampleTables),
        () => storage.schema.apply(sampleTables),
      ];
      for (const call of late) await rejection(call(), "STOPPED");
      await storage.close();
    });
  });
}
