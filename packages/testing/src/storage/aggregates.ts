import type { AggregateRow } from "@heedkit/core";
import { beforeAll, expect, test } from "../checks/checks.ts";
import type { StorageSuiteOptions } from "./options.ts";
import { inserts, thing, things } from "./samples.ts";
import { concern } from "./subject.ts";

const tenantId = "aggregates";
const rows = [
  thing(tenantId, "a", { nickname: "x", count: 1, score: 0.5, rank: 4, at: 10, isOpen: true }),
  thing(tenantId, "b", { nickname: "x", count: 2, score: null, rank: null, at: 30, isOpen: false }),
  thing(tenantId, "c", { nickname: null, count: 4, score: 2.25, rank: 2, at: 20, isOpen: true }),
  thing(tenantId, "d", { nickname: "y", count: 8, score: null, rank: null, at: 0, isOpen: true }),
];

/** Counts, sums, extremes and averages, with nulls and groups. */
export function aggregateTests(suite: StorageSuiteOptions): void {
  concern(suite, "aggregates", (subject) => {
    beforeAll(() => subject.storage.commit(inserts(things, rows)));
    const sorted = (found: readonly AggregateRow[]) =>
      [...found].sort((left, right) => (JSON.stringify(left.group) < JSON.stringify(right.group) ? -1 : 1));

    test("without groups there is one row", async () => {
      const found = await subject.storage.aggregate(things, {
        measures: {
          all: { measure: "count" },
          sum: { measure: "sum", field: "count" },
          least: { measure: "min", field: "count" },
          most: { measure: "max", field: "count" },
          mean: { measure: "average", field: "count" },
        },
      });
      expect(found).toEqual([{ group: {}, values: { all: 4, sum: 15, least: 1, most: 8, mean: 3.75 } }]);
    });
    test("nulls are left out", async () => {
      const found = await subject.storage.aggregate(things, {
        measures: {
          sum: { measure: "sum", field: "score" },
          mean: { measure: "average", field: "rank" },
          least: { measure: "min", field: "score" },
        },
      });
      expect(found).toEqual([{ group: {}, values: { sum: 2.75, mean: 3, least: 0.5 } }]);
    });
    test("no rows: a count of 0 and nulls", async () => {
      const found = await subject.storage.aggregate(things, {
        where: { field: "count", above: 99 },
        measures: {
          all: { measure: "count" },
          sum: { measure: "sum", field: "count" },
          most: { measure: "max", field: "at" },
        },
      });
      expect(found).toEqual([{ group: {}, values: { all: 0, sum: null, most: null } }]);
    });
    test("no rows, grouped: no groups", async () => {
      const where = { field: "count", above: 99 } as const;
      expect(
        await subject.storage.aggregate(things, {
          where,
          groupBy: ["isOpen"],
          measures: { n: { measure: "count" } },
        }),
      ).toEqual([]);
    });
    test("groups, null being one of them", async () => {
      const found = await subject.storage.aggregate(things, {
        groupBy: ["nickname"],
        measures: { n: { measure: "count" }, sum: { measure: "sum", field: "score" } },
      });
      expect(sorted(found)).toEqual(
        sorted([
          { group: { nickname: "x" }, values: { n: 2, sum: 0.5 } },
          { group: { nickname: null }, values: { n: 1, sum: 2.25 } },
          { group: { nickname: "y" }, values: { n: 1, sum: null } },
        ]),
      );
    });
    test("groups by several fields, booleans as booleans", async () => {
      const found = await subject.storage.aggregate(things, {
        groupBy: ["isOpen", "nickname"],
        measures: { latest: { measure: "max", field: "at" } },
      });
      expect(sorted(found)).toEqual(
        sorted([
          { group: { isOpen: true, nickname: "x" }, values: { latest: 10 } },
          { group: { isOpen: false, nickname: "x" }, values: { latest: 30 } },
          { group: { isOpen: true, nickname: null }, values: { latest: 20 } },
          { group: { isOpen: true, nickname: "y" }, values: { latest: 0 } },
        ]),
      );
    });
    test("groups without measures", async () => {
      const found = await subject.storage.aggregate(things, { groupBy: ["isOpen"], measures: {} });
      expect(sorted(found)).toEqual([
        { group: { isOpen: false }, values: {} },
        { group: { isOpen: true }, values: {} },
      ]);
    });
    test("measures may have any name", async () => {
      const name = "a'b\"c` --%";
      const found = await subject.storage.aggregate(things, { measures: { [name]: { measure: "count" } } });
      expect(found).toEqual([{ group: {}, values: { [name]: 4 } }]);
    });
    test("instants and large numbers stay exact", async () => {
      const tenant = subject.tenant();
      const large = 4_503_599_627_370_495;
      await subject.storage.commit(
        inserts(things, [
          thing(tenant, "a", { count: large, at: 8.64e15 }),
          thing(tenant, "b", { count: large, at: -8.64e15 }),
        ]),
      );
      const where = { field: "tenantId", is: tenant } as const;
      const measures = {
        sum: { measure: "sum", field: "count" },
        least: { measure: "min", field: "at" },
        most: { measure: "max", field: "at" },
      } as const;
      expect(await subject.storage.aggregate(things, { where, measures })).toEqual([
        { group: {}, values: { sum: 2 * large, least: -8.64e15, most: 8.64e15 } },
      ]);
    });
  });
}
