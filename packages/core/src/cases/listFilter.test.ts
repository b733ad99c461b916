import { describe, expect, test } from "vitest";
import * as z from "zod";
import { createSupport } from "../index.ts";
import { memoryStorage } from "../memory/index.ts";
import { listQuery } from "./inputs.ts";
import { caseLeaves, categoriesOf } from "./listFilter.ts";
import { caseSettings } from "./settings.ts";

const fields = z.object({
  plan: z.enum(["free", "gold"]).default("free"),
  seats: z.int().nullable().default(null),
  renews: z.boolean().optional(),
  sizes: z.array(z.string()).default([]),
  'odd "name".$': z.string().optional(),
  either: z.union([z.string(), z.number()]).optional(),
  address: z.object({ city: z.string() }).optional(),
});
const statuses = [{ key: "waiting_for_parts", label: "Waiting for parts", category: "on_hold" as const }];
const settings = caseSettings({ fields, statuses }, []);
const leaves = (query: z.input<typeof listQuery>) => caseLeaves(listQuery.parse(query), settings);
const path = (name: string) => ({ field: "fields", path: [name] });

describe("a list's filters as conditions of storage", () => {
  test("nothing asked for, nothing required", () => {
    expect(leaves({})).toEqual([]);
  });

  test("one value or several; every tag", () => {
    expect(
      leaves({ status: "waiting_for_parts", kind: ["order", "incident"], tags: ["vip", "late"] }),
    ).toEqual([
      { field: "status", in: ["waiting_for_parts"] },
      { field: "kind", in: ["order", "incident"] },
      { field: "tags", includes: "vip" },
      { field: "tags", includes: "late" },
    ]);
  });

  test("a span of time has its beginning and not its end", () => {
    expect(leaves({ openedAt: { from: 10, before: 20 }, solvedAt: { before: 5 } })).toEqual([
      { field: "openedAt", atLeast: 10 },
      { field: "openedAt", below: 20 },
      { field: "solvedAt", below: 5 },
    ]);
  });

  test.each<[string, z.input<typeof listQuery>["fields"], readonly object[]]>([
    ["one value", { plan: "gold" }, [{ ...path("plan"), in: ["gold"] }]],
    ["several", { seats: [1, 2] }, [{ ...path("seats"), in: [1, 2] }]],
    [
      "not set",
      { seats: null },
      [
        { ...path("seats"), in: [] },
        { ...path("seats"), is: null },
      ],
    ],
    [
      "a value or not set",
      { renews: [true, null] },
      [
        { ...path("renews"), in: [true] },
        { ...path("renews"), is: null },
      ],
    ],
    [
      "no item of a list",
      { sizes: null },
      [
        { ...path("sizes"), is: null },
        { ...path("sizes"), isEmpty: true },
      ],
    ],
    ["an item of a list", { sizes: "XL" }, [{ ...path("sizes"), includes: "XL" }]],
    [
      "a name that a path would need quotes for",
      { 'odd "name".$': "x" },
      [{ ...path('odd "name".$'), in: ["x"] }],
    ],
  ])("own fields: %s", (_, query, or) => {
    expect(leaves({ fields: query ?? {} })).toEqual([{ or }]);
  });

  test.each<[string, object, string]>([
    ["a misspelt field", { plna: "gold" }, 'Unknown field "plna". Did you mean "plan"?'],
    ["a field of every object", { constructor: "x" }, 'Unknown field "constructor"'],
    ["a field that can't be compared", { address: "Vienna" }, 'Unknown field "address"'],
    ["text for a number", { seats: "1" }, '"seats" takes a number'],
    ["a number for true", { renews: 1 }, '"renews" takes true or false'],
    [
      "a value that is not among the options",
      { plan: "silver" },
      '"plan" takes one of free, gold, not "silver"',
    ],
  ])("own fields: %s is refused", (_, given, message) => {
    expect(() => leaves({ fields: { ...given } })).toThrow(message);
  });

  test("an unknown status is refused, naming those there are", () => {
    expect(() => leaves({ status: "done" })).toThrow("waiting_for_parts");
  });

  test.each<[string, object]>([
    ["undefined, which must not show everything", { status: undefined }],
    ["undefined for an own field", { fields: { plan: undefined } }],
    ["no value at all", { kind: [] }],
    ["a span without ends", { openedAt: {} }],
    ["a span that ends before it begins", { openedAt: { from: 2, before: 1 } }],
    ["an unknown kind", { kind: "riddle" }],
  ])("%s is refused", (_, query) => {
    expect(listQuery.safeParse(query).success).toBe(false);
  });
});

test("the categories of a list follow from what it asks for", () => {
  const of = (query: z.input<typeof listQuery>) => categoriesOf(listQuery.parse(query), settings);
  expect(of({})).toEqual(["new", "open", "pending", "on_hold"]);
  expect(of({ status: ["waiting_for_parts", "solved"] })).toEqual(["on_hold", "solved"]);
  expect(of({ solvedAt: { from: 0 } })).toEqual(["solved", "closed"]);
  expect(of({ status: "solved", categories: ["open"] })).toEqual(["open"]);
});

test("a desk lists cases by what they are and by the host's own fields; customers may not", async () => {
  const support = await createSupport({ storage: memoryStorage(), cases: { fields, statuses } });
  const ada = await support.customers.create({ name: "Ada" });
  const open = (subject: string, values: object) =>
    support.cases.open({ customerId: ada.id, subject, message: { text: subject }, ...values });
  const gold = await open("gold", { kind: "order", tags: ["vip"], fields: { plan: "gold", sizes: ["XL"] } });
  const free = await open("free", { stage: "before", fields: { plan: "free", seats: 1 } });
  await support.cases.update({ caseId: free.id, status: "waiting_for_parts" });
  const found = async (query: Parameters<typeof support.cases.list>[0]) =>
    (await support.cases.list(query)).rows.map(({ subject }) => subject);

  expect(await found({ fields: { plan: "gold" } })).toEqual(["gold"]);
  expect(await found({ fields: { seats: null, sizes: "XL" } })).toEqual(["gold"]);
  expect(await found({ fields: { seats: [1, null] }, order: "oldest" })).toHaveLength(2);
  expect(await found({ status: "waiting_for_parts" })).toEqual(["free"]);
  expect(await found({ stage: "before", kind: "question" })).toEqual(["free"]);
  expect(await found({ tags: ["vip"], channelId: gold.channelId })).toEqual(["gold"]);
  expect(await found({ openedAt: { from: gold.openedAt + 3_600_000 } })).toEqual([]);
  await support.cases.update({ caseId: gold.id, status: "solved" });
  expect(await found({ solvedAt: { from: 0 } })).toEqual(["gold"]);

  const customer = support.as({ kind: "customer", id: ada.id });
  for (const query of [
    { status: "open" },
    { fields: { plan: "gold" } },
    { tags: ["vip"] },
    { openedAt: { from: 0 } },
  ])
    await expect(customer.cases.list(query)).rejects.toMatchObject({ code: "FORBIDDEN" });
  await support.stop();
});
