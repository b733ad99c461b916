import type { Change, Scalar } from "@heedkit/core";
import { expect, test } from "../checks/checks.ts";
import type { StorageSuiteOptions } from "./options.ts";
import { inserts, type Thing, thing, things } from "./samples.ts";
import { concern, conflict } from "./subject.ts";

/** What a change expects of its row, and the error if the expectation fails. */
export function guardedWriteTests(suite: StorageSuiteOptions): void {
  concern(suite, "guarded writes", (subject) => {
    const given = async (values: Partial<Thing> = {}) => {
      const row = thing(subject.tenant(), "a", values);
      await subject.storage.commit(inserts(things, [row]));
      return row;
    };
    const row = {
      name: "n",
      nickname: null,
      count: 3,
      rank: 5,
      isOpen: true,
      isFlagged: null,
      at: 7,
      score: 0.5,
    };
    const met: readonly Readonly<Record<string, Scalar>>[] = [
      { name: "n" },
      { nickname: null },
      { count: 3 },
      { rank: 5, isFlagged: null },
      { isOpen: true, at: 7 },
      { score: 0.5 },
      {},
    ];
    for (const expected of met)
      test(`an update goes through when ${JSON.stringify(expected)} holds`, async () => {
        const key = await given(row);
        await subject.storage.commit([
          { kind: "update", table: things, key, set: { dueAt: 1 }, expect: expected },
        ]);
        expect((await subject.storage.get(things, [key]))[0]?.dueAt).toBe(1);
      });
    const missed: readonly Readonly<Record<string, Scalar>>[] = [
      { name: "N" },
      { nickname: "" },
      { count: 2 },
      { rank: null },
      { isFlagged: false },
      { count: 3, isOpen: false },
    ];
    for (const expected of missed) {
      test(`an update is refused when ${JSON.stringify(expected)} does not hold`, async () => {
        const key = await given(row);
        const change: Change = { kind: "update", table: things, key, set: { dueAt: 1 }, expect: expected };
        expect(await conflict(subject.storage.commit([change]))).toEqual({
          changeIndex: 0,
          table: "things",
          id: "a",
          reason: "expectation",
        });
        expect((await subject.storage.get(things, [key]))[0]?.dueAt).toBeNull();
      });
      test(`a delete is refused when ${JSON.stringify(expected)} does not hold`, async () => {
        const key = await given(row);
        const refused = subject.storage.commit([{ kind: "delete", table: things, key, expect: expected }]);
        expect((await conflict(refused)).reason).toBe("expectation");
        expect(await subject.storage.get(things, [key])).toHaveLength(1);
      });
    }
    test("an update of a missing row is refused as missing", async () => {
      const key = { tenantId: subject.tenant(), id: "none" };
      const update = { kind: "update", table: things, key, set: { count: 1 } } as const;
      const why = { changeIndex: 0, table: "things", id: "none", reason: "missing" };
      expect(await conflict(subject.storage.commit([update]))).toEqual(why);
      expect(await conflict(subject.storage.commit([{ ...update, expect: { count: 0 } }]))).toEqual(why);
    });
    test("a delete of a missing row is refused as missing", async () => {
      const key = { tenantId: subject.tenant(), id: "none" };
      expect((await conflict(subject.storage.commit([{ kind: "delete", table: things, key }]))).reason).toBe(
        "missing",
      );
    });
    test("a change that only expects guards the commit", async () => {
      const key = await given({ count: 1 });
      const guard = (count: number): Change => ({ kind: "update", table: things, key, expect: { count } });
      const other = inserts(things, [thing(key.tenantId, "b")]);
      expect((await conflict(subject.storage.commit([...other, guard(2)]))).changeIndex).toBe(1);
      await subject.storage.commit([guard(1), ...other]);
      expect(await subject.storage.count(things, { field: "tenantId", is: key.tenantId })).toBe(2);
    });
    test("an expectation sees the changes before it in the commit", async () => {
      const key = await given({ count: 1 });
      const step = (from: number): Change => ({
        kind: "update",
        table: things,
        key,
        increment: { count: 1 },
        expect: { count: from },
      });
      await subject.storage.commit([step(1), step(2), step(3)]);
      expect((await subject.storage.get(things, [key]))[0]?.count).toBe(4);
    });
    test("of 40 racers who expect the same, one wins", async () => {
      const key = await given();
      const race = Array.from({ length: 40 }, (_, at) =>
        subject.storage
          .commit([
            {
              kind: "update",
              table: things,
              key,
              set: { rank: at },
              increment: { count: 1 },
              expect: { count: 0 },
            },
          ])
          .then(
            () => at,
            async (error) => conflict(Promise.reject(error)).then(() => -1),
          ),
      );
      const winners = (await Promise.all(race)).filter((at) => at >= 0);
      expect(winners).toHaveLength(1);
      expect((await subject.storage.get(things, [key]))[0]).toMatchObject({ count: 1, rank: winners[0] });
    });
  });
}
