import type { Filter, JsonPath } from "@heedkit/core";
import fc from "fast-check";
import { beforeAll, expect, test } from "../checks/checks.ts";
import type { StorageSuiteOptions } from "./options.ts";
import { inserts, type Thing, thing, things } from "./samples.ts";
import { concern, ids } from "./subject.ts";

const tenantId = "json paths";

/** What the suite stores under one name, besides the rows that lack the name. */
const values: readonly unknown[] = [
  null,
  true,
  false,
  0,
  1,
  -1,
  2.5,
  1e21,
  5e-324,
  0.1 + 0.2,
  2 ** 53 + 2,
  "",
  "1",
  "true",
  "null",
  "gold",
  "Gold",
  "gold ",
  "golden",
  "\uFFFD",
  "\u{1F600}",
  "a\u0000b",
  "a",
  "a\u0001b",
  "a\u200db",
  "\\u0000",
  "\\\\u0001",
  '"quoted"',
  "[]",
  "{}",
  [],
  ["gold"],
  ["1", 1, "a\u0000b"],
  [1],
  [["gold"]],
  {},
  { is: "gold" },
];

/** Names that are special in some database's JSON paths. */
const names: readonly string[] = [
  "plan",
  "Plan",
  "plan.tier",
  "$",
  "$.plan",
  "*",
  "**",
  "-",
  "-1",
  "0",
  "[0]",
  "last",
  'a"b',
  "a'b",
  "a\\b",
  "\\",
  '\\"',
  "\\u0061",
  "",
  " ",
  "a ",
  "\n",
  "\u0000",
  "\u0001",
  "\u0001\u0001",
  "-\u0000\"'\\",
  "\u00e9",
  "e\u0301",
  "\u{1F600}",
  "\uFFFD",
  "a\u200db",
  "?",
  ":name",
  "%",
  "__proto__",
  "constructor",
  "x'); drop table things; --",
  "n".repeat(1_000),
];

type Test = (value: unknown) => boolean;
type Case = readonly [title: string, comparison: object, holds: Test];

const isText = (value: unknown): value is string => typeof value === "string";
const isNumber = (value: unknown): value is number => typeof value === "number";
const pointsOf = (text: string) => Array.from(text, (character) => character.codePointAt(0) ?? 0);
const isBefore = (left: string, right: string) => {
  const [one, other] = [pointsOf(left), pointsOf(right)];
  const at = one.findIndex((point, place) => point !== other[place]);
  return at < 0 ? one.length < other.length : other[at] !== undefined && (one[at] ?? 0) < other[at];
};

const scalars = values.filter((value) => value === null || typeof value !== "object");
const equalities = scalars.flatMap((wanted): readonly Case[] => {
  const title = `${typeof wanted} ${JSON.stringify(wanted)}`;
  return [
    [`is ${title}`, { is: wanted }, (value) => value === wanted],
    [`isNot ${title}`, { isNot: wanted }, (value) => value !== wanted],
  ];
});

const comparisons: readonly Case[] = [
  ...equalities,
  [
    "in texts",
    { in: ["gold", "1", ""] },
    (value) => ["gold", "1", ""].includes(String(value)) && isText(value),
  ],
  [
    "in values of every type",
    { in: ["1", 2.5, false] },
    (value) => ["1", 2.5, false].some((one) => one === value),
  ],
  ["in nothing", { in: [] }, () => false],
  ["in null, which null does not match", { in: [null] }, () => false],
  ["below a number", { below: 1 }, (value) => isNumber(value) && value < 1],
  ["atMost a number", { atMost: 0.1 + 0.2 }, (value) => isNumber(value) && value <= 0.1 + 0.2],
  ["above a number", { above: 0 }, (value) => isNumber(value) && value > 0],
  ["atLeast a number", { atLeast: 2 ** 53 + 2 }, (value) => isNumber(value) && value >= 2 ** 53 + 2],
  ["below a text", { below: "gold" }, (value) => isText(value) && isBefore(value, "gold")],
  ["atMost a text", { atMost: "gold" }, (value) => isText(value) && !isBefore("gold", value)],
  ["above a text", { above: "\uFFFD" }, (value) => isText(value) && isBefore("\uFFFD", value)],
  ["atLeast a text", { atLeast: "gold" }, (value) => isText(value) && !isBefore(value, "gold")],
  ["below true", { below: true }, (value) => value === false],
  ["atLeast false", { atLeast: false }, (value) => typeof value === "boolean"],
  ["above false", { above: false }, (value) => value === true],
  ["startsWith", { startsWith: "gold" }, (value) => isText(value) && value.startsWith("gold")],
  ["startsWith U+0000 within", { startsWith: "a\u0000" }, (value) => value === "a\u0000b"],
  ["startsWith nothing: any text", { startsWith: "" }, isText],
  ["startsWith the last character there is", { startsWith: "\u{10FFFF}" }, () => false],
  ["includes", { includes: "gold" }, (value) => Array.isArray(value) && value.includes("gold")],
  ["includes no number", { includes: "1" }, (value) => Array.isArray(value) && value.includes("1")],
  [
    "includes U+0000",
    { includes: "a\u0000b" },
    (value) => Array.isArray(value) && value.includes("a\u0000b"),
  ],
  ["isEmpty", { isEmpty: true }, (value) => Array.isArray(value) && value.length === 0],
];

const rows: readonly (Thing & { readonly extra: unknown })[] = [
  ...values.map((plan, at) => thing(tenantId, `value ${at}`, { extra: { before: "gold", plan } })),
  ...values.map((plan, at) => thing(tenantId, `nested ${at}`, { extra: { in: { plan }, plan: 7 } })),
  thing(tenantId, "nothing"),
  ...[
    {},
    [],
    ["gold"],
    "gold",
    1,
    { Plan: "gold" },
    [{ plan: "gold" }],
    { in: [{ plan: "gold" }] },
    { in: "plan" },
  ].map((extra, at) => thing(tenantId, `root ${at}`, { extra })),
];

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  return Object.hasOwn(value, name) ? (Reflect.get(value, name) ?? null) : null;
}

function at(path: readonly string[], leaf: object): Filter<Thing> {
  // Built from tables of comparisons, which the compiler can't check as a whole.
  return JSON.parse(JSON.stringify({ field: "extra", path, ...leaf }));
}

/** Comparisons of values inside JSON columns, where names and values may be anything. */
export function jsonPathTests(suite: StorageSuiteOptions): void {
  concern(suite, "json paths", (subject) => {
    beforeAll(() => subject.storage.commit(inserts(things, rows)));
    const found = async (leaf: Filter<Thing>, tenant = tenantId) => {
      const where: Filter<Thing> = { and: [{ field: "tenantId", is: tenant }, leaf] };
      const here = ids(await subject.storage.find(things, { where, limit: 1_000 }));
      expect(await subject.storage.count(things, where)).toBe(here.length);
      return here;
    };
    const expected = (test: (extra: unknown) => boolean) =>
      [...ids(rows.filter(({ extra }) => test(extra)))].sort();

    for (const [title, comparison, holds] of comparisons)
      test(title, async () => {
        const top = (extra: unknown) => holds(memberOf(extra, "plan"));
        const nested = (extra: unknown) => holds(memberOf(memberOf(extra, "in"), "plan"));
        expect(await found(at(["plan"], comparison))).toEqual(expected(top));
        expect(await found({ not: at(["plan"], comparison) })).toEqual(expected((extra) => !top(extra)));
        expect(await found(at(["in", "plan"], comparison))).toEqual(expected(nested));
        expect(await found({ not: at(["in", "plan"], comparison) })).toEqual(
          expected((extra) => !nested(extra)),
        );
      });

    test("a column that holds an empty list is told from one that holds none, and from other JSON", async () => {
      const isEmpty = (extra: unknown) => Array.isArray(extra) && extra.length === 0;
      expect(await found({ field: "extra", isEmpty: true })).toEqual(expected(isEmpty));
      expect(await found({ not: { field: "extra", isEmpty: true } })).toEqual(
        expected((extra) => !isEmpty(extra)),
      );
    });

    test("leaves about members combine with those about columns", async () => {
      const where: Filter<Thing> = {
        and: [
          {
            or: [
              at(["plan"], { is: "gold" }),
              at(["in", "plan"], { is: "gold" }),
              { field: "id", is: "root 1" },
            ],
          },
          { not: { field: "id", startsWith: "value" } },
        ],
      };
      expect(await found(where)).toEqual([`nested ${values.indexOf("gold")}`, "root 1"]);
    });

    test("each name is a name, whatever it means to a database", async () => {
      const tenant = subject.tenant();
      const named = names.map((name, place) =>
        thing(tenant, `${place}`.padStart(3, "0"), {
          extra: Object.fromEntries([
            ["x", { [name]: 0 }],
            [name, { [name]: place }],
          ]),
        }),
      );
      await subject.storage.commit(inserts(things, named));
      for (const [place, name] of names.entries()) {
        const own = named.filter((_, other) => other === place);
        expect(await found(at([name, name], { is: place }), tenant), JSON.stringify(name)).toEqual(ids(own));
        expect(await found(at([name], { isNot: null }), tenant), JSON.stringify(name)).toEqual(ids(own));
        expect(await found(at(["x", name], { is: 0 }), tenant), JSON.stringify(name)).toEqual(ids(own));
      }
    });

    test("a lone surrogate inside JSON becomes U+FFFD, and harms no query", async () => {
      const tenant = subject.tenant();
      const extra = JSON.parse('{"plan":"x\\ud83dy","\\udc00":1,"raw":"\\\\ud83d","pair":"\\ud83d\\ude00"}');
      const row = thing(tenant, "a", { extra });
      await subject.storage.commit(inserts(things, [row]));
      const kept = { plan: "x\uFFFDy", "\uFFFD": 1, raw: "\\ud83d", pair: "\u{1F600}" };
      expect((await subject.storage.get(things, [row]))[0]?.extra).toEqual(kept);
      for (const [name, value] of Object.entries(kept))
        expect(await found(at([name], { is: value }), tenant)).toEqual(["a"]);
      const where: Filter<Thing> = { field: "extra", path: ["\ud800"], is: 1 };
      expect(await found(where, tenant)).toEqual(["a"]);
    });

    test("a number is equal to itself and in order with others, to the last bit", async () => {
      const tenant = subject.tenant();
      const numbers = fc.sample(fc.double({ noNaN: true, noDefaultInfinity: true }), {
        numRuns: 60,
        seed: 9,
      });
      const sorted = [...new Set(numbers.map((number) => number + 0))].sort((left, right) => left - right);
      const kept = sorted.map((plan, place) =>
        thing(tenant, `${place}`.padStart(3, "0"), { extra: { plan } }),
      );
      await subject.storage.commit(inserts(things, kept));
      for (const [place, number] of sorted.entries()) {
        expect(await found(at(["plan"], { is: number }), tenant)).toEqual(ids(kept.slice(place, place + 1)));
        expect(await found(at(["plan"], { atMost: number }), tenant)).toEqual(ids(kept.slice(0, place + 1)));
      }
    });

    const anyPath = fc.constantFrom<JsonPath>(["plan"], ["in", "plan"], ["in"], ["before"]);
    const anyLeaf = fc
      .tuple(anyPath, fc.constantFrom(...comparisons))
      .map(([path, [, comparison, holds]]) => ({
        filter: at(path, comparison),
        holds: (extra: unknown) => holds(path.reduce<unknown>(memberOf, extra)),
      }));
    test("50 random trees of leaves find what they say", async () => {
      const tree = fc.tuple(fc.boolean(), fc.boolean(), fc.array(anyLeaf, { minLength: 1, maxLength: 5 }));
      for (const [isAnd, isNegated, leaves] of fc.sample(tree, { numRuns: 50, seed: 9 })) {
        const parts = leaves.map(({ filter }) => filter);
        const inner: Filter<Thing> = isAnd ? { and: parts } : { or: parts };
        const holds = (extra: unknown) =>
          (isAnd ? leaves.every((leaf) => leaf.holds(extra)) : leaves.some((leaf) => leaf.holds(extra))) !==
          isNegated;
        expect(await found(isNegated ? { not: inner } : inner)).toEqual(expected(holds));
      }
    });
  });
}
