import type { Change, Scalar } from "@heedkit/core";
import { expect, test } from "vitest";
import type { StorageSuiteOptions } from "./options.ts";
import { inserts, type Thing, task, tasks, thing, things } from "./samples.ts";
import { concern, conflict, ids } from "./subject.ts";

/** Guarded writes, unique keys, and that a commit is whole or nothing. */
export function conflictTests(suite: StorageSuiteOptions): void {
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

  concern(suite, "unique keys", (subject) => {
    const refused = async (change: Change) => conflict(subject.storage.commit([change]));

    test("the id", async () => {
      const row = thing(subject.tenant(), "a");
      await subject.storage.commit(inserts(things, [row]));
      const again: Change = { kind: "insert", table: things, row: { ...row, name: "other" } };
      expect(await refused(again)).toEqual({
        changeIndex: 0,
        table: "things",
        id: "a",
        reason: "unique",
        constraint: "primary",
      });
    });
    test("the id twice in one commit", async () => {
      const row = thing(subject.tenant(), "a");
      const twice = inserts(things, [row, { ...row, name: "other" }]);
      expect(await conflict(subject.storage.commit(twice))).toMatchObject({
        changeIndex: 1,
        constraint: "primary",
      });
      expect(await subject.storage.get(things, [row])).toEqual([]);
    });
    test("a key, on insert", async () => {
      const tenantId = subject.tenant();
      await subject.storage.commit(inserts(things, [thing(tenantId, "a", { name: "same" })]));
      const [other] = inserts(things, [thing(tenantId, "b", { name: "same" })]);
      expect(other && (await refused(other))).toMatchObject({
        id: "b",
        reason: "unique",
        constraint: "name",
      });
    });
    test("a key of several fields, on update", async () => {
      const tenantId = subject.tenant();
      await subject.storage.commit(
        inserts(things, [
          thing(tenantId, "a", { nickname: "x", rank: 1 }),
          thing(tenantId, "b", { nickname: "x", rank: 2 }),
        ]),
      );
      const change: Change = { kind: "update", table: things, key: { tenantId, id: "b" }, set: { rank: 1 } };
      expect(await refused(change)).toMatchObject({ id: "b", reason: "unique", constraint: "place" });
    });
    test("a key, through an increment", async () => {
      const tenantId = subject.tenant();
      await subject.storage.commit(
        inserts(things, [
          thing(tenantId, "a", { nickname: "x", rank: 2 }),
          thing(tenantId, "b", { nickname: "x", rank: 1 }),
        ]),
      );
      const change: Change = {
        kind: "update",
        table: things,
        key: { tenantId, id: "b" },
        increment: { rank: 1 },
      };
      expect(await refused(change)).toMatchObject({ reason: "unique", constraint: "place" });
    });
    test("rows with null in a key do not collide", async () => {
      const tenantId = subject.tenant();
      await subject.storage.commit(
        inserts(
          things,
          ["a", "b", "c"].map((id, at) =>
            thing(tenantId, id, { nickname: at === 0 ? null : "x", rank: null }),
          ),
        ),
      );
      expect(await subject.storage.count(things, { field: "tenantId", is: tenantId })).toBe(3);
    });
    test("text that differs in case or accents does not collide", async () => {
      const tenantId = subject.tenant();
      const names = ["resume", "Resume", "résumé", "re\u0301sume\u0301", "resume "];
      await subject.storage.commit(
        inserts(
          things,
          names.map((name, at) => thing(tenantId, `n${at}`, { name })),
        ),
      );
      expect(await subject.storage.count(things, { field: "tenantId", is: tenantId })).toBe(names.length);
    });
    test("a row may keep its own key, and a key is free once its row is gone", async () => {
      const tenantId = subject.tenant();
      const row = thing(tenantId, "a", { name: "same" });
      await subject.storage.commit(inserts(things, [row]));
      await subject.storage.commit([
        { kind: "update", table: things, key: row, set: { name: "same" } },
        { kind: "delete", table: things, key: row },
        ...inserts(things, [thing(tenantId, "b", { name: "same" })]),
      ]);
      expect(
        ids(await subject.storage.find(things, { where: { field: "tenantId", is: tenantId }, limit: 9 })),
      ).toEqual(["b"]);
    });
    test("of 40 racers for a key, one wins", async () => {
      const tenantId = subject.tenant();
      const race = Array.from({ length: 40 }, (_, at) =>
        subject.storage.commit(inserts(things, [thing(tenantId, `r${at}`, { name: "prize" })])).then(
          () => true,
          (error) => conflict(Promise.reject(error)).then(() => false),
        ),
      );
      expect((await Promise.all(race)).filter(Boolean)).toHaveLength(1);
    });
  });

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
  });
}
