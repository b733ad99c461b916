import { type Claimable, type ClaimQuery, isConflictError, type Storage } from "@heedkit/core";
import { expect, test } from "../checks/checks.ts";
import { capabilitiesOf, type StorageSuiteOptions } from "./options.ts";
import { inserts, type Task, task, tasks } from "./samples.ts";
import { concern, ids } from "./subject.ts";

const racers = 20;

/** Many workers claim from one table at once: on one storage and, if it is shared, on several. */
export function claimRaceTests(suite: StorageSuiteOptions): void {
  concern(suite, "claim races", (subject) => {
    const given = async (count: number, values: Partial<Task> = {}) => {
      const tenantId = subject.tenant();
      const rows = Array.from({ length: count }, (_, at) => task(tenantId, `t${at}`, values));
      await subject.storage.commit(inserts(tasks, rows));
      return tenantId;
    };
    const query = (tenantId: string, changes: Partial<ClaimQuery<Task>> = {}): ClaimQuery<Task> => ({
      where: { field: "tenantId", is: tenantId },
      now: 1000,
      leaseMs: 100,
      limit: 3,
      ...changes,
    });
    const takeAll = async (workers: readonly Storage[], of: ClaimQuery<Task>) => {
      const taken: Task[] = [];
      const work = async (storage: Storage) => {
        for (;;) {
          const rows = await storage.claim(tasks, of);
          if (rows.length === 0) return;
          taken.push(...rows);
          if (taken.length > 5000) expect.fail("The same rows are taken again and again.");
        }
      };
      await Promise.all(workers.map(work));
      return taken;
    };
    const everyone = () => Array.from({ length: racers }, () => subject.storage);

    test(`${racers} workers take 200 rows, each once`, async () => {
      const taken = await takeAll(everyone(), query(await given(200)));
      expect([taken.length, new Set(ids(taken)).size]).toEqual([200, 200]);
    });
    test("workers who want 1 and workers who want 50 take each row once", async () => {
      const tenantId = await given(120);
      const takes = [1, 50].map((limit) => takeAll(everyone(), query(tenantId, { limit })));
      const taken = (await Promise.all(takes)).flat();
      expect([taken.length, new Set(ids(taken)).size]).toEqual([120, 120]);
    });
    test("workers at different clocks: a row is taken again only after its lease, and its fence tells", async () => {
      const tenantId = await given(20);
      const clocks = [1000, 1050, 1100, 1199, 1200];
      const takes = clocks.map((now) => takeAll([subject.storage], query(tenantId, { now, limit: 4 })));
      const taken = (await Promise.all(takes)).flat();
      for (const { id } of taken) {
        const holders = taken.filter((row) => row.id === id);
        const fences = holders.map(({ fence }) => fence).sort();
        expect(fences).toEqual(fences.map((_, at) => at + 1));
        const ends = holders.map(({ leasedUntil }) => leasedUntil ?? 0).sort((left, right) => left - right);
        for (const [at, end] of ends.entries())
          if (at > 0) expect(end - (ends[at - 1] ?? 0)).toBeGreaterThanOrEqual(100);
      }
      expect(new Set(ids(taken)).size).toBe(20);
    });
    test("rows that are inserted during the race are taken too, each once", async () => {
      const tenantId = await given(40);
      const insert = async () => {
        for (let at = 0; at < 20; at++)
          await subject.storage.commit(inserts(tasks, [task(tenantId, `late${at}`)]));
      };
      const [, during] = await Promise.all([insert(), takeAll(everyone(), query(tenantId))]);
      const taken = [...during, ...(await takeAll(everyone(), query(tenantId)))];
      expect([taken.length, new Set(ids(taken)).size]).toEqual([60, 60]);
    });
    test("who completes, who is too late and who takes again: each row has one effect", async () => {
      const tenantId = await given(30);
      const finish = async (row: Claimable): Promise<number> => {
        const { tenantId, id, fence } = row;
        const done = { kind: "delete", table: tasks, key: { tenantId, id }, expect: { fence } } as const;
        const effect = inserts(tasks, [task(tenantId, `done ${id} ${fence}`, { dueAt: null })]);
        return subject.storage.commit([done, ...effect]).then(
          () => 1,
          (error: unknown) => {
            if (isConflictError(error)) return 0;
            throw error;
          },
        );
      };
      const slow = await subject.storage.claim(tasks, query(tenantId, { limit: 30 }));
      const quick = await subject.storage.claim(tasks, query(tenantId, { limit: 30, now: 1100 }));
      const effects = await Promise.all([...slow, ...quick].map(finish));
      expect(effects.reduce((sum, each) => sum + each, 0)).toBe(30);
      const left = await subject.storage.find(tasks, {
        where: { field: "tenantId", is: tenantId },
        limit: 100,
      });
      expect(left).toHaveLength(30);
      expect(left.every(({ id }) => /^done t\d+ 2$/.test(id))).toBe(true);
    });
    test.needs(capabilitiesOf(suite).shared, "not shared")(
      "workers over several storages of the same data take 200 rows, each once",
      async () => {
        const tenantId = await given(200);
        const taken = await subject.together(3, (storages) => takeAll(storages, query(tenantId)));
        expect([taken.length, new Set(ids(taken)).size]).toEqual([200, 200]);
      },
    );
  });
}
