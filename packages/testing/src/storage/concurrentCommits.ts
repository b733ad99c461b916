import type { Storage } from "@heedkit/core";
import { expect, test } from "../checks/checks.ts";
import type { StorageSuiteOptions } from "./options.ts";
import { inserts, type Thing, task, tasks, thing, things } from "./samples.ts";
import { concern, conflict, ids, type Subject } from "./subject.ts";

/** Storages over the same data besides the first one. */
const others = 2;
/** Commits that each storage makes. */
const commits = 12;

/**
 * Commits that several storages make at once over the same data, as the processes of a desk do. What each of them sees
 * afterwards is what was committed: no more, no less, and the same everywhere. A storage that isn't shared makes them all
 * itself.
 */
export function concurrentCommitTests(suite: StorageSuiteOptions): void {
  concern(suite, "concurrent commits", (subject) => {
    test("a commit that lost a race leaves nothing in the storage that made it, nor in any other", async () => {
      const tenantId = subject.tenant();
      await subject.together(others, async (storages) => {
        const committed: string[] = [];
        await Promise.all(
          storages.flatMap((storage, at) =>
            Array.from({ length: commits }, async (_, prize) => {
              const id = `${prize}-${at}`;
              const isWon = await isApplied(storage, [
                ...inserts(tasks, [task(tenantId, id)]),
                ...inserts(things, [
                  thing(tenantId, `${id}-before`),
                  thing(tenantId, id, { name: `p${prize}` }),
                ]),
              ]);
              if (isWon) committed.push(id);
            }),
          ),
        );
        expect(new Set(committed.map((id) => id.split("-")[0])).size).toBe(commits);
        expect(committed).toHaveLength(commits);
        const wanted = {
          things: committed.flatMap((id) => [id, `${id}-before`]).sort(),
          tasks: [...committed].sort(),
        };
        for (const storage of storages) expect(await stored(storage, tenantId)).toEqual(wanted);
      });
    });

    test("increments through several storages add up", async () => {
      const row = await given(subject);
      await subject.together(others, async (storages) => {
        const increment = { kind: "update", table: things, key: row, increment: { count: 1 } } as const;
        await Promise.all(
          storages.flatMap((storage) => Array.from({ length: commits }, () => storage.commit([increment]))),
        );
        for (const storage of storages)
          expect((await storage.get(things, [row]))[0]?.count).toBe(commits * storages.length);
      });
    });

    test("what was read and is expected is still so when the commit is applied", async () => {
      const row = await given(subject);
      await subject.together(others, async (storages) => {
        const addOne = async (storage: Storage): Promise<void> => {
          for (let left = 200; left > 0; left--) {
            const [read] = await storage.get(things, [row]);
            if (read === undefined) throw new Error("The row is gone.");
            const set = { count: read.count + 1 };
            const change = {
              kind: "update",
              table: things,
              key: row,
              set,
              expect: { count: read.count },
            } as const;
            if (await isApplied(storage, [change])) return;
          }
          throw new Error("200 attempts in a row lost against others.");
        };
        await Promise.all(storages.flatMap((storage) => [1, 2, 3, 4].map(() => addOne(storage))));
        for (const storage of storages)
          expect((await storage.get(things, [row]))[0]?.count).toBe(4 * storages.length);
      });
    });

    test("each storage goes on from what the others have committed", async () => {
      const tenantId = subject.tenant();
      await subject.together(others, async (storages) => {
        for (const [at, storage] of storages.entries()) {
          const next = storages[(at + 1) % storages.length] ?? storage;
          const row = thing(tenantId, `r${at}`, { name: "passed on" });
          await storage.commit(inserts(things, [row]));
          expect(await next.find(things, { where: { field: "tenantId", is: tenantId }, limit: 9 })).toEqual([
            row,
          ]);
          await next.commit([{ kind: "delete", table: things, key: row, expect: { count: 0 } }]);
          const late = storage.commit([{ kind: "update", table: things, key: row, set: { count: 1 } }]);
          expect(await conflict(late)).toMatchObject({ reason: "missing" });
        }
      });
    });
  });
}

async function given(subject: Subject): Promise<Thing> {
  const row = thing(subject.tenant(), "a");
  await subject.storage.commit(inserts(things, [row]));
  return row;
}

/** Whether a commit was applied, and not refused with a conflict. */
async function isApplied(storage: Storage, changes: Parameters<Storage["commit"]>[0]): Promise<boolean> {
  const committed = storage.commit(changes);
  return committed.then(
    () => true,
    () => conflict(committed).then(() => false),
  );
}

/** Ids of the tenant's rows, sorted. */
async function stored(storage: Storage, tenantId: string) {
  const query = { where: { field: "tenantId", is: tenantId }, limit: 1000 } as const;
  return { things: ids(await storage.find(things, query)), tasks: ids(await storage.find(tasks, query)) };
}
