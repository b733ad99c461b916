import { describe, expect, test } from "vitest";
import * as z from "zod";
import { type Condition, conditionFilter, deskFields, exactFilter } from "./index.ts";

const fields = deskFields({
  caseFields: z.object({
    plan: z.string(),
    seats: z.number(),
    "a.b": z.string(),
    sizes: z.array(z.string()),
  }),
});
const ofCases = (condition: Condition) => conditionFilter(condition, fields, "case");

describe("a comparison as a filter", () => {
  test.each<[string, Condition, object]>([
    ["of a column", { field: "case.status", is: "open" }, { field: "status", is: "open" }],
    [
      "of an own field",
      { field: "case.fields.plan", is: "gold" },
      { field: "fields", path: ["plan"], is: "gold" },
    ],
    [
      "of an own field with a dot",
      { field: "case.fields.a.b", is: "x" },
      { field: "fields", path: ["a.b"], is: "x" },
    ],
    ["with null", { field: "case.teamId", is: null }, { field: "teamId", is: null }],
    ["of a list", { field: "case.tags", contains: "vip" }, { field: "tags", includes: "vip" }],
    [
      "by the order of options",
      { field: "case.priority", greater: "normal" },
      { field: "priority", in: ["high", "urgent"] },
    ],
    [
      "of whole numbers with a fraction",
      { field: "case.reopenCount", less: 1.5 },
      { field: "reopenCount", below: 2 },
    ],
    ["that no value can meet", { field: "case.reopenCount", is: 1.5 }, { or: [] }],
    [
      "with a bound below all whole numbers",
      { field: "case.openedAt", greater: -1e300 },
      { field: "openedAt", isNot: null },
    ],
    [
      "of numbers of any kind",
      { field: "case.fields.seats", less: 1.5 },
      { field: "fields", path: ["seats"], below: 1.5 },
    ],
    [
      "about a change, which stored rows have behind them",
      { field: "case.status", changed: true },
      { or: [] },
    ],
  ])("%s", (_, condition, where) => {
    expect(ofCases(condition)).toEqual({ where: expect.objectContaining(where), rest: null, residues: [] });
  });
});

describe("what storage can't look for is left to be asked of each row", () => {
  const open: Condition = { field: "case.status", is: "open" };
  const about: Condition = { field: "case.subject", contains: "invoice" };
  const vienna: Condition = { field: "customer.timeZone", is: "Europe/Vienna" };

  test("beside what it can, which narrows the search", () => {
    expect(ofCases({ all: [open, about, vienna] })).toEqual({
      where: { and: [{ field: "status", is: "open" }] },
      rest: { all: [about, vienna] },
      residues: [
        { field: "case.subject", reason: expect.stringContaining("case-insensitively") },
        { field: "customer.timeZone", reason: "does not belong to the case" },
      ],
    });
  });
  test("whole, where another part may hold instead", () => {
    expect(ofCases({ any: [open, about] })).toMatchObject({
      where: { and: [] },
      rest: { any: [open, about] },
    });
  });
  test("turned round, where it is negated", () => {
    expect(ofCases({ not: { any: [open, about] } })).toMatchObject({
      where: { and: [{ not: { field: "status", is: "open" } }] },
      rest: { not: about },
    });
  });
  test("fields that no column holds", () => {
    const derived = {
      ...fields,
      "case.isOverdue": { kind: "boolean", options: null, ordered: false },
    } as const;
    const condition: Condition = JSON.parse('{"field":"case.isOverdue","is":true}');
    expect(conditionFilter(condition, derived, "case")).toMatchObject({
      rest: condition,
      residues: [{ field: "case.isOverdue", reason: "is not stored" }],
    });
  });
  test("is refused where each row can't be asked, naming the field", () => {
    expect(() => exactFilter({ all: [open, about] }, fields, "case")).toThrow(
      /"case\.subject" is compared case-insensitively/,
    );
    expect(exactFilter(open, fields, "case")).toEqual({ field: "status", is: "open" });
  });
});

test("over customers, the customer's fields are filters and the case's are not", () => {
  const condition: Condition = {
    all: [
      { field: "customer.fields.plan", is: "gold" },
      { field: "case.spam", is: false },
    ],
  };
  expect(conditionFilter(condition, fields, "customer")).toMatchObject({
    where: { and: [{ field: "fields", path: ["plan"], is: "gold" }] },
    rest: { field: "case.spam", is: false },
  });
});

test("a wrong condition is refused, whatever part of it could be a filter", () => {
  expect(() => ofCases({ all: [{ field: "case.nope", is: 1 } as never] })).toThrow(
    'Unknown field "case.nope"',
  );
});
