import { describe, expect, test } from "vitest";
import { LruCache } from "./lruCache.ts";
import { columnNames, prefixed, snakeCased } from "./names.ts";
import { wantedTable } from "./schema/wanted.ts";
import { afterPrefix } from "./statements/prefixRange.ts";
import { samples } from "./testing/samples.ts";

const refused = expect.objectContaining({ code: "INVALID_CONFIGURATION" });

describe("names", () => {
  test.each([
    ["id", "id"],
    ["createdAt", "created_at"],
    ["slaClocks", "sla_clocks"],
    ["line2Text", "line2_text"],
    ["userID", "user_id"],
  ])("%s is spelled %s", (camel, snake) => {
    expect(snakeCased(camel)).toBe(snake);
  });

  test.each(["", "Case", "a b", "a-b", 'a"b', "2nd", "größe"])("%j is no name", (name) => {
    expect(() => snakeCased(name)).toThrow(refused);
  });

  test("longer than PostgreSQL keeps are refused, not cut", () => {
    expect(prefixed("heedkit_", "x".repeat(55))).toHaveLength(63);
    expect(() => prefixed("heedkit_", "x".repeat(56))).toThrow(refused);
  });

  test("of two fields may not be the same column", () => {
    const { id } = samples.columns;
    if (id === undefined) return;
    expect(() => columnNames({ ...samples, columns: { userId: id, userID: id } })).toThrow(refused);
  });
});

describe("a wanted table", () => {
  test("ends its plain indexes with the id, so that they give rows in total order", () => {
    const { indexes } = wantedTable(samples, { text: "text" }, "heedkit_");
    expect(indexes).toEqual([
      { name: "heedkit_samples_name", columns: ["tenant_id", "name"], unique: true, sparse: null },
      { name: "heedkit_samples_rank", columns: ["rank", "id"], unique: false, sparse: "rank" },
    ]);
  });

  test("may not contradict itself", () => {
    const wanted = (changes: Partial<typeof samples>) => () =>
      wantedTable({ ...samples, ...changes }, {}, "heedkit_");
    expect(wanted({ unique: [{ name: "x", fields: ["nope"] }] })).toThrow(refused);
    expect(wanted({ search: ["nope"] })).toThrow(refused);
    expect(wanted({ indexes: [{ name: "name", fields: ["count"] }] })).toThrow(refused);
    expect(wanted({ columns: { ...samples.columns, id: { type: "text", nullable: true } } })).toThrow(
      refused,
    );
  });
});

describe("the end of a prefix's range", () => {
  test.each([
    ["a", "b"],
    ["az", "a{"],
    ["\ud7ff", "\ue000"],
    ["a\u{10FFFF}", "b"],
    ["\u{1F600}", "\u{1F601}"],
    ["\u{10FFFF}", null],
  ])("%j is %j", (prefix, end) => {
    expect(afterPrefix(prefix)).toBe(end);
  });
});

describe("the cache", () => {
  test("keeps what is asked for and forgets the rest", () => {
    const cache = new LruCache<number, number>(3);
    let made = 0;
    const get = (key: number) => cache.get(key, () => ++made);
    for (const key of [1, 2, 3, 1, 4, 1]) get(key);
    expect([cache.size, made]).toEqual([3, 4]);
    get(1);
    expect(made).toBe(4);
    get(2);
    expect(made).toBe(5);
  });
});
