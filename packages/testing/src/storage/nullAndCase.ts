import type { Filter } from "@heedkit/core";
import { beforeAll, expect, test } from "../checks/checks.ts";
import type { StorageSuiteOptions } from "./options.ts";
import { inserts, type Task, type Thing, task, tasks, thing, things } from "./samples.ts";
import { concern, conflict, ids } from "./subject.ts";

const tenantId = "null and case";
const texts = ["ada", "Ada", "ADA", "ada ", " ada", "áda", "a\u0301da", "ａda"];

/**
 * The rules for null and for case hold wherever rows are selected: finding, counting, measuring, claiming and guarding.
 * Databases' own defaults often differ in one of them.
 */
export function nullAndCaseTests(suite: StorageSuiteOptions): void {
  concern(suite, "null and case", (subject) => {
    const rows = [
      thing(tenantId, "none"),
      ...texts.map((nickname, at) => thing(tenantId, `t${at}`, { nickname, rank: at })),
    ];
    beforeAll(() => subject.storage.commit(inserts(things, rows)));
    const mine = (where: Filter<Thing>): Filter<Thing> => ({
      and: [{ field: "tenantId", is: tenantId }, where],
    });
    const everywhere = async (where: Filter<Thing>, wanted: readonly string[]) => {
      const measures = { rows: { measure: "count" } } as const;
      const found = await subject.storage.find(things, { where: mine(where), limit: 100 });
      expect([...ids(found)].sort()).toEqual([...wanted].sort());
      expect(await subject.storage.count(things, mine(where))).toBe(wanted.length);
      expect(await subject.storage.aggregate(things, { where: mine(where), measures })).toEqual([
        { group: {}, values: { rows: wanted.length } },
      ]);
    };

    for (const [at, text] of texts.entries()) {
      test(`${JSON.stringify(text)} is itself only`, () =>
        everywhere({ field: "nickname", is: text }, [`t${at}`]));
      test(`what is not ${JSON.stringify(text)}, null included`, () =>
        everywhere(
          { field: "nickname", isNot: text },
          ids(rows.filter(({ nickname }) => nickname !== text)),
        ));
    }
    const withText = ids(rows.filter(({ nickname }) => nickname !== null));
    const rules: readonly (readonly [string, Filter<Thing>, readonly string[]])[] = [
      ["in a list: each by itself", { field: "nickname", in: ["ada", "ADA"] }, ["t0", "t2"]],
      ["not in a list: null included", { not: { field: "rank", in: [0, 1, 2, 3, 4, 5, 6] } }, ["none", "t7"]],
      ["not below: null included", { not: { field: "rank", below: 7 } }, ["none", "t7"]],
      [
        "neither below nor at least: null",
        {
          and: [{ not: { field: "rank", below: 3 } }, { not: { field: "rank", atLeast: 3 } }],
        },
        ["none"],
      ],
      ["not startsWith: null included", { not: { field: "nickname", startsWith: "" } }, ["none"]],
      ["startsWith: case counts", { field: "nickname", startsWith: "ad" }, ["t0", "t3"]],
      ["not null", { not: { field: "nickname", is: null } }, withText],
    ];
    for (const [title, where, wanted] of rules) test(title, () => everywhere(where, wanted));

    test("groups keep spellings apart, and null from the empty text", async () => {
      const groups = await subject.storage.aggregate(things, {
        where: mine({ and: [] }),
        groupBy: ["nickname"],
        measures: { rows: { measure: "count" } },
      });
      expect(new Set(groups.map(({ group }) => group.nickname))).toEqual(new Set([null, ...texts]));
    });
    test("a claim takes one spelling only", async () => {
      const tenant = subject.tenant();
      const due = texts.map((queue, at) => task(tenant, `t${at}`, { queue }));
      await subject.storage.commit(inserts(tasks, due));
      for (const [at, queue] of texts.entries()) {
        const where: Filter<Task> = {
          and: [
            { field: "tenantId", is: tenant },
            { field: "queue", is: queue },
          ],
        };
        const claimed = await subject.storage.claim(tasks, { where, now: 1, leaseMs: 9, limit: 9 });
        expect(ids(claimed)).toEqual([`t${at}`]);
      }
    });
    test("an expectation is met by one spelling only, null by null only", async () => {
      const key = { tenantId, id: "t0" };
      const guard = (nickname: string | null) =>
        subject.storage.commit([{ kind: "update", table: things, key, expect: { nickname } }]);
      for (const other of [...texts.slice(1), "", null])
        expect((await conflict(guard(other))).reason).toBe("expectation");
      await guard("ada");
      const none = { kind: "update", table: things, key: { tenantId, id: "none" } } as const;
      expect((await conflict(subject.storage.commit([{ ...none, expect: { nickname: "" } }]))).reason).toBe(
        "expectation",
      );
      await subject.storage.commit([{ ...none, expect: { nickname: null } }]);
    });
  });
}
