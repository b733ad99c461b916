import type { Change, Filter, Query } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { sqliteDialect } from "./dialects/sqlite.ts";
import { SqlTables } from "./sqlTable.ts";
import { type Sample, samples } from "./testing/samples.ts";

const table = new SqlTables(sqliteDialect, "heedkit_").of(samples);
const find = (where: Filter<Sample>, query: Partial<Query<Sample>> = {}) =>
  table.find({ where, limit: 10, ...query });

describe("statements", () => {
  test("are the same for the same shape, whatever the values", () => {
    const one = find(
      {
        and: [
          { field: "name", is: "a" },
          { field: "count", above: 1 },
        ],
      },
      { limit: 5 },
    );
    const other = find(
      {
        and: [
          { field: "name", is: "b" },
          { field: "count", above: 2 },
        ],
      },
      { limit: 50 },
    );
    expect(other.sql).toBe(one.sql);
    expect([one.values, other.values]).toEqual([
      ["a", 1, 5],
      ["b", 2, 50],
    ]);
  });

  test("are the same whatever names a path has", () => {
    const one = find({ field: "tags", path: ["plan", "tier"], in: ["a", 1] });
    const other = find({ field: "tags", path: ["$", 'x"); drop'], in: ["b", 2] });
    expect(other.sql).toBe(one.sql);
    expect([one.values, other.values]).toEqual([
      ["plan", "tier", "a", "plan", "tier", 1, 10],
      ["$", 'x"); drop', "b", "$", 'x"); drop', 2, 10],
    ]);
    for (const where of [
      { field: "tags", path: ["plan"], in: ["a", 1] },
      { field: "tags", path: ["plan", "tier"], in: ["a"] },
      { field: "tags", path: ["plan", "tier"], in: ["a", true] },
      { field: "tags", path: ["plan", "tier"], in: [] },
    ] as const)
      expect(find(where).sql).not.toBe(one.sql);
  });

  test("never hold a value", () => {
    const poison = "p0ison";
    const change: Change = {
      kind: "update",
      table: samples,
      key: { tenantId: poison, id: poison },
      set: { name: poison, note: poison },
      increment: { count: 424_242 },
      expect: { name: poison, rank: 424_242 },
    };
    const bounds = [
      find(
        { or: [{ field: "name", in: [poison, poison] }, { not: { field: "note", startsWith: poison } }] },
        { limit: 424 },
      ),
      find({ field: "tags", path: [poison, poison], startsWith: poison }, { limit: 424 }),
      find({ field: "tags", includes: poison }, { orderBy: [{ field: "count" }], after: [424_242, poison] }),
      table.change(change),
      table.change({ kind: "delete", table: samples, key: change.key, expect: { name: poison } }),
      ...table.get([{ tenantId: poison, id: poison }]),
    ];
    for (const { sql, values } of bounds) {
      expect(sql).not.toMatch(/p0ison|424/);
      expect(JSON.stringify(values)).toMatch(/p0ison/);
    }
  });

  test("are distinct where null makes a difference", () => {
    const texts = [
      find({ field: "note", is: null }),
      find({ field: "note", isNot: null }),
      find({ field: "note", isNot: "x" }),
      find({ not: { field: "note", isNot: "x" } }),
      find({ field: "note", startsWith: "x" }),
    ].map(({ sql }) => sql);
    expect(new Set(texts).size).toBe(texts.length);
  });

  test("put no `not` over a comparison: nullable columns get `or is null`", () => {
    expect(find({ not: { field: "rank", below: 5 } }).sql).toContain(
      '("heedkit_samples"."rank" >= ? or "heedkit_samples"."rank" is null)',
    );
    expect(find({ not: { field: "count", below: 5 } }).sql).toContain('"heedkit_samples"."count" >= ?');
    expect(find({ not: { field: "count", below: 5 } }).sql).not.toContain("is null");
  });

  test("of lists share a few lengths", () => {
    const lists = Array.from({ length: 100 }, (_, at) =>
      find({ field: "count", in: Array.from({ length: at + 1 }, (_, value) => value) }),
    );
    expect(new Set(lists.map(({ sql }) => sql)).size).toBe(8);
    expect(lists[4]?.values).toEqual([0, 1, 2, 3, 4, 4, 4, 4, 10]);
  });

  test("name columns in snake case and tables with the prefix", () => {
    expect(find({ field: "isOpen", is: true }).sql).toContain('"heedkit_samples"."is_open" = ?');
    expect(find({ field: "isOpen", is: true }).values).toEqual([1, 10]);
  });

  test("look up the keys of each tenant on their own, in lists of at most 1,024", () => {
    const keys = Array.from({ length: 1500 }, (_, at) => ({
      tenantId: at % 100 === 0 ? "few" : "many",
      id: `i${at}`,
    }));
    expect(table.get(keys).map(({ values }) => values.length)).toEqual([17, 1025, 513]);
  });

  test("name the unique key of columns", () => {
    expect(table.uniqueKey(["tenant_id", "id"])).toBe("primary");
    expect(table.uniqueKey(["tenant_id", "name"])).toBe("name");
    expect(table.uniqueKey(["name"])).toBeUndefined();
  });
});

describe("rows", () => {
  test("are decoded by the types of their columns", () => {
    expect(table.decode(["t", "i", "n", null, 1, null, 1, '["x"]'])).toEqual({
      tenantId: "t",
      id: "i",
      name: "n",
      note: null,
      count: 1,
      rank: null,
      isOpen: true,
      tags: ["x"],
    });
  });
});
