import type { Filter } from "@heedkit/core";
import { beforeAll, expect, test } from "../checks/checks.ts";
import type { StorageSuiteOptions } from "./options.ts";
import { inserts, type Thing, thing, things } from "./samples.ts";
import { concern, ids } from "./subject.ts";

const tenantId = "filters";
const rows: readonly Thing[] = [
  thing(tenantId, "a", {
    name: "alpha",
    nickname: "Al",
    count: -1,
    rank: 1,
    score: 0.5,
    isFlagged: true,
    at: 10,
    dueAt: 100,
    labels: ["red", "1"],
  }),
  thing(tenantId, "b", {
    name: "Alpha",
    nickname: null,
    count: 0,
    rank: null,
    score: null,
    isOpen: false,
    at: 20,
    labels: [],
  }),
  thing(tenantId, "c", {
    name: "alphabet",
    nickname: "",
    count: 1,
    rank: 0,
    score: -2,
    isFlagged: false,
    at: 30,
    dueAt: 50,
    labels: ["red", "green"],
  }),
  thing(tenantId, "d", {
    name: "beta",
    nickname: "al",
    count: 2,
    rank: 3,
    score: 1e10,
    isOpen: false,
    at: 40,
    dueAt: 200,
    extra: { red: "red" },
  }),
  thing(tenantId, "e", {
    name: "änderung",
    nickname: "Äl",
    count: 3,
    rank: -3,
    score: 0,
    isFlagged: null,
    at: 50,
    extra: ["red", 1],
  }),
  thing(tenantId, "f", {
    name: "100%",
    nickname: "a_b",
    count: 4,
    rank: null,
    score: 0.25,
    at: 60,
    extra: [1, null, ["red"]],
  }),
  thing(tenantId, "g", {
    name: "\u{1F600} smile",
    nickname: "\uFFFD",
    count: 5,
    rank: 7,
    at: 70,
    extra: "red",
  }),
];

type Case = readonly [title: string, filter: Filter<Thing>, holds: (row: Thing) => boolean];

const leaves: readonly Case[] = [
  ["is a text", { field: "name", is: "alpha" }, (row) => row.name === "alpha"],
  ["is a text nobody has", { field: "name", is: "none" }, () => false],
  ["is the empty text, which is not null", { field: "nickname", is: "" }, (row) => row.nickname === ""],
  ["is null", { field: "nickname", is: null }, (row) => row.nickname === null],
  ["is a number", { field: "count", is: 2 }, (row) => row.count === 2],
  ["is a fraction", { field: "score", is: 0.25 }, (row) => row.score === 0.25],
  ["is true", { field: "isFlagged", is: true }, (row) => row.isFlagged === true],
  ["is false, which is not null", { field: "isFlagged", is: false }, (row) => row.isFlagged === false],
  ["is an instant", { field: "at", is: 30 }, (row) => row.at === 30],
  ["isNot a text, null included", { field: "nickname", isNot: "Al" }, (row) => row.nickname !== "Al"],
  ["isNot null", { field: "nickname", isNot: null }, (row) => row.nickname !== null],
  ["isNot null where null cannot be", JSON.parse('{"field":"name","isNot":null}'), () => true],
  ["is null where null cannot be", JSON.parse('{"field":"name","is":null}'), () => false],
  ["isNot a number, null included", { field: "rank", isNot: 1 }, (row) => row.rank !== 1],
  ["isNot true, null included", { field: "isFlagged", isNot: true }, (row) => row.isFlagged !== true],
  [
    "in a list",
    { field: "name", in: ["beta", "alpha", "none"] },
    (row) => ["beta", "alpha"].includes(row.name),
  ],
  ["in a list of one", { field: "count", in: [3] }, (row) => row.count === 3],
  [
    "in a list of three numbers",
    { field: "rank", in: [1, 3, 7] },
    (row) => [1, 3, 7].includes(row.rank ?? -99),
  ],
  ["in an empty list", { field: "name", in: [] }, () => false],
  [
    "in a list with null, which null does not match",
    { field: "rank", in: [1, null] },
    (row) => row.rank === 1,
  ],
  ["below", { field: "count", below: 1 }, (row) => row.count < 1],
  ["below, never null", { field: "rank", below: 99 }, (row) => row.rank !== null],
  ["atMost", { field: "count", atMost: 1 }, (row) => row.count <= 1],
  ["above", { field: "score", above: 0 }, (row) => row.score !== null && row.score > 0],
  ["above, never null", { field: "rank", above: -99 }, (row) => row.rank !== null],
  ["atLeast", { field: "dueAt", atLeast: 100 }, (row) => row.dueAt !== null && row.dueAt >= 100],
  [
    "below a text, by code point",
    { field: "name", below: "alpha" },
    (row) => ["100%", "Alpha"].includes(row.name),
  ],
  ["above U+FFFD: characters beyond come after", { field: "name", above: "\uFFFD" }, (row) => row.id === "g"],
  ["atLeast true", { field: "isOpen", atLeast: true }, (row) => row.isOpen],
  ["below true", { field: "isOpen", below: true }, (row) => !row.isOpen],
  ["startsWith, case counts", { field: "name", startsWith: "alpha" }, (row) => row.name.startsWith("alpha")],
  ["startsWith another case", { field: "name", startsWith: "Alp" }, (row) => row.name === "Alpha"],
  ["startsWith an umlaut", { field: "name", startsWith: "ä" }, (row) => row.id === "e"],
  ["startsWith an emoji", { field: "name", startsWith: "\u{1F600}" }, (row) => row.id === "g"],
  ["startsWith %, which stands for itself", { field: "name", startsWith: "100%" }, (row) => row.id === "f"],
  ["startsWith %, which matches nothing else", { field: "name", startsWith: "%" }, () => false],
  ["startsWith _, which stands for itself", { field: "nickname", startsWith: "a_" }, (row) => row.id === "f"],
  ["startsWith nothing: all but null", { field: "nickname", startsWith: "" }, (row) => row.nickname !== null],
  ["includes", { field: "labels", includes: "red" }, (row) => row.labels.includes("red")],
  ["includes nothing of an empty list", { field: "labels", includes: "" }, () => false],
  ["includes a digit as text", { field: "labels", includes: "1" }, (row) => row.id === "a"],
  [
    "includes looks into lists only, at their top",
    { field: "extra", includes: "red" },
    (row) => row.id === "e",
  ],
  ["includes does not take a number for its text", { field: "extra", includes: "1" }, () => false],
];

const trees: readonly Case[] = [
  [
    "and",
    {
      and: [
        { field: "count", above: 0 },
        { field: "isOpen", is: true },
      ],
    },
    (row) => row.count > 0 && row.isOpen,
  ],
  ["and of nothing", { and: [] }, () => true],
  [
    "or",
    {
      or: [
        { field: "count", is: 0 },
        { field: "rank", is: 7 },
      ],
    },
    (row) => row.count === 0 || row.rank === 7,
  ],
  ["or of nothing", { or: [] }, () => false],
  [
    "not and",
    {
      not: {
        and: [
          { field: "rank", above: 0 },
          { field: "isFlagged", is: true },
        ],
      },
    },
    (row) => !((row.rank ?? -1) > 0 && row.isFlagged === true),
  ],
  [
    "not or",
    {
      not: {
        or: [
          { field: "rank", above: 0 },
          { field: "score", below: 0 },
        ],
      },
    },
    (row) => !((row.rank ?? -1) > 0 || (row.score ?? 1) < 0),
  ],
  ["not not", { not: { not: { field: "rank", above: 0 } } }, (row) => (row.rank ?? -1) > 0],
  ["not of and of nothing", { not: { and: [] } }, () => false],
  ["not of or of nothing", { not: { or: [] } }, () => true],
  [
    "nested",
    {
      and: [
        { or: [{ field: "nickname", is: null }, { not: { field: "nickname", startsWith: "A" } }] },
        { not: { field: "rank", in: [0, 3] } },
      ],
    },
    (row) => (row.nickname === null || !row.nickname.startsWith("A")) && !(row.rank === 0 || row.rank === 3),
  ],
  [
    "an or of 1,500",
    { or: Array.from({ length: 1500 }, (_, at) => ({ field: "count" as const, is: at + 2 })) },
    (row) => row.count >= 2,
  ],
  [
    "a list of 5,000",
    { field: "count", in: Array.from({ length: 5000 }, (_, at) => at) },
    (row) => row.count >= 0,
  ],
];

/** Every comparison, with null and case, plain and negated, and combined. */
export function filterTests(suite: StorageSuiteOptions): void {
  concern(suite, "filters", (subject) => {
    beforeAll(() => subject.storage.commit(inserts(things, rows)));
    const found = async (where: Filter<Thing>) =>
      ids(await subject.storage.find(things, { where, limit: 100 }));

    for (const [title, filter, holds] of [...leaves, ...trees])
      test(title, async () => {
        expect(await found(filter)).toEqual(ids(rows.filter(holds)));
        expect(await subject.storage.count(things, filter)).toBe(rows.filter(holds).length);
      });

    for (const [title, filter, holds] of leaves)
      test(`not: ${title}`, async () => {
        expect(await found({ not: filter })).toEqual(ids(rows.filter((row) => !holds(row))));
      });

    test("no filter finds all", async () => {
      expect(await subject.storage.count(things)).toBe(rows.length);
    });
  });
}
