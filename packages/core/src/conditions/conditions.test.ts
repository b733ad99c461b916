import { describe, expect, test } from "vitest";
import * as z from "zod";
import {
  type Condition,
  type ConditionValues,
  compileCondition,
  conditionFilter,
  conditionProblems,
  deskFields,
  exactFilter,
} from "./index.ts";

const fields = deskFields({
  caseFields: z.object({ orderId: z.string(), amount: z.number().optional(), gift: z.boolean() }),
  customerFields: z.object({ plan: z.enum(["free", "pro", "enterprise"]) }),
});

const subject = {
  case: {
    subject: "Parcel is LATE",
    priority: "high",
    tags: ["vip", "parcel"],
    teamId: null,
    openedAt: 1_000,
    fields: { orderId: "A-17", amount: 250, gift: false },
  },
  customer: { locale: "de-AT", fields: { plan: "pro" } },
  changed: new Set(["case.priority"]),
};

const holds = (condition: Condition) => compileCondition(condition, fields).holds(subject);

describe("conditions hold as they read", () => {
  test.each<[string, Condition, boolean]>([
    ["equality", { field: "case.priority", is: "high" }, true],
    ["inequality", { field: "case.priority", isNot: "high" }, false],
    ["one of several", { field: "case.priority", in: ["high", "urgent"] }, true],
    ["priorities have an order", { field: "case.priority", greater: "normal" }, true],
    ["an order is strict", { field: "case.priority", greater: "high" }, false],
    ["ends of a range are counted in", { field: "case.priority", between: ["normal", "high"] }, true],
    ["numbers compare by size", { field: "case.fields.amount", less: 300 }, true],
    ["a list has an item", { field: "case.tags", contains: "vip" }, true],
    ["a list's item is whole", { field: "case.tags", contains: "vi" }, false],
    ["text contains, whatever its case", { field: "case.subject", contains: "late" }, true],
    ["text starts with, whatever its case", { field: "case.subject", startsWith: "parcel" }, true],
    ["null is equal to null", { field: "case.teamId", is: null }, true],
    ["not set", { field: "case.teamId", isSet: false }, true],
    ["set", { field: "case.fields.orderId", isSet: true }, true],
    ["a comparison with what is not set is false", { field: "case.teamId", in: ["tem_1"] }, false],
    ["the change touched it", { field: "case.priority", changed: true }, true],
    ["the change did not touch it", { field: "case.tags", changed: true }, false],
    ["the host's own field of a customer", { field: "customer.fields.plan", is: "pro" }, true],
    ["all of none holds", { all: [] }, true],
    ["any of none does not", { any: [] }, false],
    ["not turns it round", { not: { field: "case.fields.gift", is: true } }, true],
    [
      "groups nest",
      {
        all: [
          {
            any: [
              { field: "case.priority", is: "low" },
              { field: "case.tags", contains: "vip" },
            ],
          },
        ],
      },
      true,
    ],
  ])("%s", (_, condition, expected) => {
    expect(holds(condition)).toBe(expected);
  });

  test("without a customer, comparisons with the customer do not hold", () => {
    const plan = compileCondition({ field: "customer.fields.plan", is: "pro" }, fields);
    expect(plan.holds({ ...subject, customer: null })).toBe(false);
  });

  test("a customer's own fields have any name where the host gave no schema", () => {
    const open = compileCondition({ field: "customer.fields.tier", is: "gold" }, deskFields({}));
    expect(open.holds({ case: {}, customer: { fields: { tier: "gold" } } })).toBe(true);
  });

  test("a compiled condition tells what it depends on", () => {
    const condition = compileCondition(
      {
        any: [
          { field: "case.priority", is: "low" },
          { field: "customer.locale", startsWith: "de" },
        ],
      },
      fields,
    );
    expect([...condition.fields]).toEqual(["case.priority", "customer.locale"]);
  });
});

describe("a wrong condition says what is wrong and where", () => {
  const faults = (condition: unknown) =>
    conditionProblems(condition, fields).map(({ path, message }) => `${path.join(".")}: ${message}`);

  test.each<[string, unknown, string]>([
    [
      "unknown field",
      { field: "case.prioritty", is: "high" },
      'field: Unknown field "case.prioritty". Did you mean "case.priority"?',
    ],
    [
      "unknown own field",
      { field: "case.fields.orderid", is: "x" },
      'field: Unknown field "case.fields.orderid". Did you mean "case.fields.orderId"?',
    ],
    [
      "unfitting comparison",
      { field: "case.tags", is: "vip" },
      `is: can't compare "case.tags", which is a list. Use contains, isSet, changed`,
    ],
    [
      "unknown comparison",
      { field: "case.spam", equals: true },
      'equals: is not a comparison. "case.spam" takes is, isNot, in, isSet, changed',
    ],
    [
      "unknown value",
      { field: "case.priority", is: "asap" },
      'is: takes one of low, normal, high, urgent, not "asap"',
    ],
    [
      "no order",
      { field: "case.kind", greater: "question" },
      "greater: does not apply: the values have no order",
    ],
    [
      "two comparisons",
      { field: "case.spam", is: true, isSet: true },
      ': must compare "case.spam" once, by one of is, isNot, in, isSet, changed',
    ],
    [
      "deep inside",
      { all: [{ any: [{ not: { field: "case.fields.amount", is: "much" } }] }] },
      "all.0.any.0.not.is: takes a number",
    ],
    [
      "group beside a field",
      { all: [], field: "case.spam", is: true },
      ': has "all" beside other keys; wrap them in "all"',
    ],
    ["no object", "urgent", ": must be an object with all, any, not, or a field and a comparison"],
  ])("%s", (_, condition, expected) => {
    expect(faults(condition)).toEqual([expected]);
  });

  test("every fault is listed", () => {
    expect(faults({ all: [{ field: "case.x" }, { field: "case.spam", is: 1 }] })).toHaveLength(2);
  });
});

test("the compiler knows the host's own fields, and any name where there is no schema", () => {
  type Exact = Condition<ConditionValues<{ readonly orderId: string; readonly amount: number }>>;
  const exact: Exact = {
    all: [
      { field: "case.fields.amount", greater: 3 },
      { field: "case.spam", is: false },
    ],
  };
  // @ts-expect-error the host has no such field
  const unknown: Exact = { field: "case.fields.amuont", greater: 3 };
  // @ts-expect-error an amount is a number
  const mistyped: Exact = { field: "case.fields.amount", is: "much" };
  // @ts-expect-error there is no such priority
  const wrong: Condition = { field: "case.priority", is: "asap" };
  const loose: Condition = { field: "customer.fields.plan", is: "pro" };
  expect(
    [exact, unknown, mistyped, wrong, loose].map((condition) => conditionProblems(condition, fields).length),
  ).toEqual([0, 1, 1, 1, 0]);
});

describe("a field that a plugin loads", () => {
  const mood = { field: "moods.mood", is: "cross" } as unknown as Condition;
  const vip: Condition = { field: "case.tags", contains: "vip" };
  const late: Condition = { field: "case.tags", contains: "late" };
  const loaded = deskFields({
    plugins: [
      {
        conditions: [{ name: "moods.mood", type: "text", options: ["calm", "cross"], load: () => new Map() }],
      },
    ],
  });
  const decide = (condition: Condition, values?: ReadonlyMap<string, unknown>) =>
    compileCondition(condition, loaded).decide({ ...subject, ...(values === undefined ? {} : { values }) });

  test.each<[string, Condition, boolean | null]>([
    ["is unknown", mood, null],
    ["stays so turned round", { not: mood }, null],
    ["doesn't matter if all of it can't hold", { all: [mood, late] }, false],
    ["matters if all of it may hold", { all: [mood, vip] }, null],
    ["doesn't matter if another part holds", { any: [mood, vip] }, true],
    ["matters if no other part holds", { any: [mood, late] }, null],
    ["doesn't matter deep inside", { not: { any: [{ all: [mood, late] }, late] } }, true],
  ])("%s without its value", (_, condition, expected) => {
    expect(decide(condition)).toBe(expected);
    expect(decide(condition, new Map([["moods.other", "cross"]]))).toBe(expected);
  });

  test("is compared like any other with its value, null included", () => {
    expect(decide(mood, new Map([["moods.mood", "cross"]]))).toBe(true);
    expect(decide(mood, new Map([["moods.mood", null]]))).toBe(false);
    expect(decide({ not: mood }, new Map([["moods.mood", null]]))).toBe(true);
  });

  test("is asked for where the condition must hold or not", () => {
    const compiled = compileCondition({ any: [mood, late] }, loaded);
    expect(() => compiled.holds(subject)).toThrow(
      /depends on "moods\.mood", which plugins load\. Pass the values/,
    );
    expect(compiled.holds({ ...subject, values: new Map([["moods.mood", "cross"]]) })).toBe(true);
  });

  test("is left over from a filter, and refused where each row can't be asked", () => {
    expect(conditionFilter({ all: [vip, mood] }, loaded, "case")).toMatchObject({
      where: { and: [{ field: "tags", includes: "vip" }] },
      rest: mood,
      residues: [{ field: "moods.mood", reason: "is loaded by a plugin, not stored" }],
    });
    expect(() => exactFilter(mood, loaded, "case")).toThrow(/"moods\.mood" is loaded by a plugin/);
  });
});
