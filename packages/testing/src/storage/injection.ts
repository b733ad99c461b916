import { beforeAll, expect, test } from "../checks/checks.ts";
import { injections } from "./corpora.ts";
import { capabilitiesOf, type StorageSuiteOptions } from "./options.ts";
import { inserts, note, notes, type Thing, task, tasks, thing, things } from "./samples.ts";
import { concern, ids } from "./subject.ts";

const atOnce = 50;
const noLists = "no folder shared/data/sqli";

/** Whatever a value contains, it is never executed. */
export function injectionTests(suite: StorageSuiteOptions): void {
  const payloads = injections();
  concern(suite, "injection", (subject) => {
    const bystander = thing("bystander", "a", { name: "bystander" });
    beforeAll(() => subject.storage.commit(inserts(things, [bystander])));
    const unharmed = async () => {
      expect(await subject.storage.get(things, [bystander])).toEqual([bystander]);
      expect((await subject.storage.schema.plan([things, notes, tasks])).steps).toEqual([]);
    };
    const run = (name: string, each: (payload: string, at: number) => Promise<void>) =>
      test.needs(payloads.length > 0, noLists)(`${payloads.length} payloads ${name}`, async () => {
        for (let from = 0; from < payloads.length; from += atOnce)
          await Promise.all(
            payloads.slice(from, from + atOnce).map((payload, at) => each(payload, from + at)),
          );
        await unharmed();
      });

    run("as values, ids and tenants", async (payload) => {
      const row = thing(payload, payload, {
        name: payload,
        nickname: payload,
        labels: [payload],
        extra: { [payload]: payload },
      });
      await subject.storage.commit(inserts(things, [row]));
      expect(await subject.storage.get(things, [row])).toEqual([row]);
      await subject.storage.commit([{ kind: "delete", table: things, key: row, expect: { name: payload } }]);
    });
    run("in every comparison", async (payload) => {
      const filters = [
        { field: "name", is: payload },
        { field: "name", in: [payload, payload] },
        { field: "name", startsWith: payload },
        { field: "labels", includes: payload },
        { field: "extra", path: [payload], is: payload },
        { field: "extra", path: ["x", payload], in: [payload, payload] },
        { field: "extra", path: [payload, payload], isNot: null },
        { field: "extra", path: [payload], startsWith: payload },
        { field: "extra", path: [payload], includes: payload },
        {
          and: [
            { field: "name", atLeast: payload },
            { field: "name", atMost: payload },
          ],
        },
      ] as const;
      for (const where of filters) expect(await subject.storage.count<Thing>(things, where)).toBe(0);
    });
    run("in cursors and expectations", async (payload) => {
      const orderBy = [{ field: "name" }] as const;
      await subject.storage.find(things, { orderBy, after: [payload, payload], limit: 1 });
      const guard = {
        kind: "update",
        table: things,
        key: bystander,
        set: { count: 1 },
        expect: { name: payload },
      } as const;
      await expect(subject.storage.commit([guard])).rejects.toMatchObject({ code: "CONFLICT" });
    });
    run("in claims and sequences", async (payload, at) => {
      await subject.storage.next(payload, 1);
      const where = { field: "queue", is: payload } as const;
      await subject.storage.commit(inserts(tasks, [task("t", `${at}`, { queue: payload })]));
      expect(ids(await subject.storage.claim(tasks, { where, now: 1, leaseMs: 1000, limit: 5 }))).toEqual([
        `${at}`,
      ]);
    });
    const isSearched = capabilitiesOf(suite).search;
    test.needs(payloads.length > 0 && isSearched, isSearched ? noLists : "no search")(
      "in searches",
      async () => {
        const rows = payloads.map((title, at) => note("t", `${at}`, { title: `${title} payload` }));
        await subject.storage.commit(inserts(notes, rows));
        for (const [at, payload] of payloads.entries()) {
          const found = await subject.storage.search(notes, {
            text: payload,
            where: { field: "id", is: `${at}` },
            limit: 1,
          });
          expect(found).toHaveLength(/[\p{L}\p{N}]/u.test(payload) ? 1 : 0);
        }
        await unharmed();
      },
    );
  });
}
