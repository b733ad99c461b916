import { expect, test } from "../checks/checks.ts";
import { capabilitiesOf, type StorageSuiteOptions } from "./options.ts";
import { inserts, note, notes, task, tasks, thing, things } from "./samples.ts";
import { concern, ids } from "./subject.ts";

/** No tenant sees what another does, even if they use the same ids. */
export function tenancyTests(suite: StorageSuiteOptions): void {
  concern(suite, "tenancy", (subject) => {
    const two = async () => {
      const [mine, theirs] = [
        thing(subject.tenant(), "same", { count: 1 }),
        thing(subject.tenant(), "same", { count: 2 }),
      ];
      await subject.storage.commit(inserts(things, [mine, theirs]));
      return { mine, theirs };
    };

    test("two tenants may use the same id and the same unique values", async () => {
      const { mine, theirs } = await two();
      expect(await subject.storage.get(things, [mine])).toEqual([mine]);
      expect(await subject.storage.get(things, [theirs])).toEqual([theirs]);
    });
    test("an update reaches its tenant's row only", async () => {
      const { mine, theirs } = await two();
      await subject.storage.commit([{ kind: "update", table: things, key: mine, set: { count: 9 } }]);
      expect(await subject.storage.get(things, [theirs])).toEqual([theirs]);
    });
    test("a delete reaches its tenant's row only", async () => {
      const { mine, theirs } = await two();
      await subject.storage.commit([{ kind: "delete", table: things, key: mine }]);
      expect(await subject.storage.get(things, [mine, theirs])).toEqual([theirs]);
    });
    test("a filter by tenant narrows find, count and aggregate", async () => {
      const { mine } = await two();
      const where = { field: "tenantId", is: mine.tenantId } as const;
      expect(await subject.storage.find(things, { where, limit: 10 })).toEqual([mine]);
      expect(await subject.storage.count(things, where)).toBe(1);
      const measures = { sum: { measure: "sum", field: "count" } } as const;
      expect(await subject.storage.aggregate(things, { where, measures })).toEqual([
        { group: {}, values: { sum: 1 } },
      ]);
    });
    test("a claim with a filter by tenant leaves the others'", async () => {
      const [mine, theirs] = [subject.tenant(), subject.tenant()];
      await subject.storage.commit(inserts(tasks, [task(mine, "t"), task(theirs, "t")]));
      const query = { where: { field: "tenantId", is: mine }, now: 1, leaseMs: 9, limit: 10 } as const;
      expect((await subject.storage.claim(tasks, query)).map(({ tenantId }) => tenantId)).toEqual([mine]);
      expect((await subject.storage.get(tasks, [{ tenantId: theirs, id: "t" }]))[0]?.fence).toBe(0);
    });
    test.needs(capabilitiesOf(suite).search, "no search")(
      "a search with a filter by tenant leaves the others'",
      async () => {
        const [mine, theirs] = [subject.tenant(), subject.tenant()];
        await subject.storage.commit(
          inserts(notes, [note(mine, "a", { title: "secret" }), note(theirs, "b", { title: "secret" })]),
        );
        const where = { field: "tenantId", is: mine } as const;
        expect(ids(await subject.storage.search(notes, { text: "secret", where, limit: 9 }))).toEqual(["a"]);
      },
    );
    test("ids that would run together are kept apart", async () => {
      const [one, other] = [thing("t\u001fx", "y"), thing("t", "x\u001fy")];
      await subject.storage.commit(inserts(things, [one, other]));
      expect(await subject.storage.get(things, [one])).toEqual([one]);
      await subject.storage.commit([{ kind: "delete", table: things, key: one }]);
      expect(await subject.storage.get(things, [other])).toEqual([other]);
    });
    test("tenants differ by case and blanks", async () => {
      const names = ["acme", "Acme", "acme ", " acme"];
      await subject.storage.commit(
        inserts(
          things,
          names.map((tenantId, at) => thing(tenantId, "x", { count: at })),
        ),
      );
      for (const [at, tenantId] of names.entries())
        expect(
          (await subject.storage.get(things, [{ tenantId, id: "x" }])).map(({ count }) => count),
        ).toEqual([at]);
    });
  });
}
