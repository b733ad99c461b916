import type { Change } from "@heedkit/core";
import { expect, test } from "../checks/checks.ts";
import type { StorageSuiteOptions } from "./options.ts";
import { inserts, task, tasks, thing, things } from "./samples.ts";
import { concern, conflict, othersTurn } from "./subject.ts";

/** A commit is all or nothing, and visible to every read after it. */
export function atomicityTests(suite: StorageSuiteOptions): void {
  concern(suite, "atomicity", (subject) => {
    test("a commit that fails at its end leaves nothing, in no table", async () => {
      const tenantId = subject.tenant();
      const kept = thing(tenantId, "kept", { count: 1 });
      await subject.storage.commit(inserts(things, [kept]));
      const failing = subject.storage.commit([
        ...inserts(tasks, [task(tenantId, "t")]),
        { kind: "update", table: things, key: kept, set: { count: 2 } },
        { kind: "delete", table: things, key: kept },
        ...inserts(things, [thing(tenantId, "new")]),
        { kind: "update", table: things, key: { tenantId, id: "none" }, set: { count: 1 } },
      ]);
      expect(await conflict(failing)).toMatchObject({ changeIndex: 4, reason: "missing" });
      expect(await subject.storage.get(things, [kept, { tenantId, id: "new" }])).toEqual([kept]);
      expect(await subject.storage.get(tasks, [{ tenantId, id: "t" }])).toEqual([]);
    });
    test("commits that fail do those beside them no harm", async () => {
      const tenantId = subject.tenant();
      await subject.storage.commit(inserts(things, [thing(tenantId, "taken")]));
      const results = await Promise.all(
        Array.from({ length: 60 }, (_, at) => {
          const good = inserts(things, [thing(tenantId, `x${at}`), thing(tenantId, `y${at}`)]);
          const bad = at % 3 === 0 ? inserts(things, [thing(tenantId, "taken")]) : [];
          return subject.storage.commit([...good, ...bad]).then(
            () => true,
            (error) => conflict(Promise.reject(error)).then(() => false),
          );
        }),
      );
      expect(results.filter(Boolean)).toHaveLength(40);
      expect(await subject.storage.count(things, { field: "tenantId", is: tenantId })).toBe(81);
    });
    test("an invalid change anywhere stops the whole commit", async () => {
      const tenantId = subject.tenant();
      const wrong: Change = { kind: "insert", table: things, row: { ...thing(tenantId, "b"), count: "x" } };
      await expect(
        subject.storage.commit([...inserts(things, [thing(tenantId, "a")]), wrong]),
      ).rejects.toThrow();
      expect(await subject.storage.count(things, { field: "tenantId", is: tenantId })).toBe(0);
    });
    test("a commit of 3,000 changes is applied whole", async () => {
      const tenantId = subject.tenant();
      const rows = Array.from({ length: 3000 }, (_, at) => thing(tenantId, `r${at}`));
      await subject.storage.commit(inserts(things, rows));
      expect(await subject.storage.count(things, { field: "tenantId", is: tenantId })).toBe(3000);
    });
    test("what commit resolved is seen by every later read", async () => {
      const tenantId = subject.tenant();
      for (let at = 0; at < 50; at++) {
        const row = thing(tenantId, `r${at}`);
        await subject.storage.commit(inserts(things, [row]));
        expect(await subject.storage.get(things, [row])).toHaveLength(1);
      }
    });
    test("a concurrent reader sees a commit whole or not at all", async () => {
      const tenantId = subject.tenant();
      let isWriting = true;
      const write = async () => {
        for (let at = 0; at < 25; at++)
          await subject.storage.commit(
            inserts(
              things,
              ["a", "b", "c", "d"].map((id) => thing(tenantId, `${id}${at}`)),
            ),
          );
        isWriting = false;
      };
      const counts: number[] = [];
      const read = async () => {
        while (isWriting) {
          counts.push(await subject.storage.count(things, { field: "tenantId", is: tenantId }));
          await othersTurn();
        }
      };
      await Promise.all([write(), read(), read()]);
      expect(counts.filter((count) => count % 4 !== 0)).toEqual([]);
    });
  });
}
