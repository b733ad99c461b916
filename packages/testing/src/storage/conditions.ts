import {
  type Condition,
  type ConditionFilter,
  type ConditionSubject,
  type Customer,
  cases,
  compileCondition,
  conditionFilter,
  customers,
  deskFields,
  type Filter,
  type Keyed,
  type RowOf,
  type Table,
} from "@heedkit/core";
import fc from "fast-check";
import * as z from "zod";
import { beforeAll, expect, test } from "../checks/checks.ts";
import type { StorageSuiteOptions } from "./options.ts";
import { inserts } from "./samples.ts";
import { concern } from "./subject.ts";

const tenantId = "conditions";

const caseFields = z.object({
  plan: z.enum(["free", "gold"]).nullable().default(null),
  seats: z.number().optional(),
  gift: z.boolean().optional(),
  sizes: z.array(z.string()).default([]),
  note: z.string().optional(),
  'odd."$name': z.string().optional(),
  either: z.union([z.string(), z.number(), z.boolean()]).optional(),
});
const fields = deskFields({ caseFields });

const texts = ["", "a", "A", "1", "true", "gold", "free", "\uFFFD", "a\u0000", "'", "\u{1F600}"] as const;
const anyText = fc.constantFrom(...texts);
const anyNumber = fc.constantFrom(-1, 0, 1, 1.5, 2, 2 ** 53 - 1, 1e300, -1e300);
const anyScalar = fc.oneof(anyText, anyNumber, fc.boolean());
const anyJson = fc.oneof(fc.constant(null), anyScalar, fc.array(anyText, { maxLength: 2 }), fc.constant({}));
const priorities = ["low", "normal", "high", "urgent"] as const;

const anyOwnFields = fc.dictionary(
  fc.constantFrom("plan", "seats", "gift", "sizes", "note", 'odd."$name', "either", "tier"),
  anyJson,
);
const anyCase = fc.record({
  subject: anyText,
  companyId: fc.option(anyText),
  priority: fc.constantFrom(...priorities),
  spam: fc.boolean(),
  tags: fc.array(anyText, { maxLength: 2 }),
  reopenCount: fc.constantFrom(0, 1, 2, 2 ** 53 - 1),
  solvedAt: fc.option(fc.constantFrom(-1, 0, 1, 2)),
  fields: anyOwnFields,
});
const anyCustomer = fc.record({
  name: fc.option(anyText),
  locale: fc.option(fc.constantFrom("de-AT", "en", "")),
  createdAt: fc.constantFrom(0, 1, 2),
  fields: anyOwnFields,
});

const textFields = [
  "case.subject",
  "case.companyId",
  "case.fields.note",
  'case.fields.odd."$name',
  "customer.name",
];
const numberFields = ["case.reopenCount", "case.solvedAt", "case.fields.seats", "customer.createdAt"];
const booleanFields = ["case.spam", "case.fields.gift"];
const listFields = ["case.tags", "case.fields.sizes"];
const anyFields = [
  "case.fields.either",
  "customer.fields.plan",
  "customer.fields.tier",
  'customer.fields.odd."$name',
];
const everyField = [
  ...textFields,
  ...numberFields,
  ...booleanFields,
  ...listFields,
  ...anyFields,
  "case.priority",
  "case.fields.plan",
  "customer.locale",
];
const equality = (value: fc.Arbitrary<unknown>) =>
  fc.oneof(
    fc.record({ is: fc.option(value) }),
    fc.record({ isNot: fc.option(value) }),
    fc.record({ in: fc.array(value, { minLength: 1, maxLength: 4 }) }),
  );
const bounds = (value: fc.Arbitrary<unknown>) =>
  fc.oneof(
    fc.record({ greater: value }),
    fc.record({ less: value }),
    fc.record({ between: fc.tuple(value, value) }),
  );
const words = fc.oneof(fc.record({ contains: anyText }), fc.record({ startsWith: anyText }));
const over = (names: readonly string[], comparison: fc.Arbitrary<object>) =>
  fc
    .tuple(fc.constantFrom(...names), comparison)
    .map(([field, compared]): object => ({ field, ...compared }));

const anyComparison = fc.oneof(
  over(textFields, fc.oneof(equality(anyText), words)),
  over(numberFields, fc.oneof(equality(anyNumber), bounds(anyNumber))),
  over(booleanFields, equality(fc.boolean())),
  over(listFields, fc.record({ contains: anyText })),
  over(anyFields, fc.oneof(equality(anyScalar), bounds(anyNumber), words)),
  over(
    ["case.priority"],
    fc.oneof(equality(fc.constantFrom(...priorities)), bounds(fc.constantFrom(...priorities))),
  ),
  over(["case.fields.plan"], equality(fc.constantFrom("free", "gold"))),
  over(everyField, fc.oneof(fc.record({ isSet: fc.boolean() }), fc.record({ changed: fc.boolean() }))),
);
const { condition: anyCondition } = fc.letrec<{ condition: object; group: object }>((tie) => ({
  condition: fc.oneof({ maxDepth: 3, depthIdentifier: "conditions" }, anyComparison, tie("group")),
  group: fc.oneof(
    { depthIdentifier: "conditions" },
    fc.record({ all: fc.array(tie("condition"), { maxLength: 3, depthIdentifier: "conditions" }) }),
    fc.record({ any: fc.array(tie("condition"), { maxLength: 3, depthIdentifier: "conditions" }) }),
    fc.record({ not: tie("condition") }),
  ),
}));

const seed = 20_261_129;
const drawnCases = fc.sample(anyCase, { numRuns: 60, seed }).map((values, at) => caseRow(`c${at}`, values));
const drawnCustomers = fc
  .sample(anyCustomer, { numRuns: 60, seed })
  .map((values, at) => customerRow(`c${at}`, values));
const drawnConditions: readonly Condition[] = fc
  .sample(anyCondition, { numRuns: 400, seed })
  // Random trees of names and values are more than the types can follow; compiling checks them.
  .map((drawn) => JSON.parse(JSON.stringify(drawn)));

/** Conditions compiled to filters find the rows for which they hold. */
export function conditionTests(suite: StorageSuiteOptions): void {
  concern(suite, "conditions", (subject) => {
    beforeAll(async () => {
      await subject.storage.schema.apply([cases, customers]);
      await subject.storage.commit([...inserts(cases, drawnCases), ...inserts(customers, drawnCustomers)]);
    });

    async function agree<Row extends Keyed>(
      table: Table<Row>,
      rows: readonly Row[],
      compile: (condition: Condition) => ConditionFilter<Row>,
      subjectOf: (row: Row) => ConditionSubject,
    ): Promise<number> {
      let exact = 0;
      for (const condition of drawnConditions) {
        const { where, rest } = compile(condition);
        const compiled = compileCondition(condition, fields);
        const left = compileCondition(rest ?? { all: [] }, fields);
        const found = await subject.storage.find(table, { where, limit: 1_000 });
        const shown = found.filter((row) => left.holds(subjectOf(row))).map(({ id }) => id);
        const expected = rows.filter((row) => compiled.holds(subjectOf(row))).map(({ id }) => id);
        expect(shown, JSON.stringify({ condition, rest })).toEqual([...expected].sort());
        if (rest === null) {
          exact++;
          expect(await subject.storage.count(table, where), JSON.stringify(condition)).toBe(expected.length);
        }
      }
      return exact;
    }

    test(`${drawnConditions.length} random conditions find the cases that they hold for`, async () => {
      const customer = drawnCustomers[0] ?? null;
      const exact = await agree(
        cases,
        drawnCases,
        (condition) => conditionFilter(condition, fields, "case"),
        (row) => ({ case: row, customer }),
      );
      expect(exact).toBeGreaterThan(100);
    });
    test(`${drawnConditions.length} random conditions find the customers that they hold for`, async () => {
      const about = drawnCases[0] ?? {};
      const exact = await agree(
        customers,
        drawnCustomers,
        (condition) => conditionFilter(condition, fields, "customer"),
        (row) => ({ case: about, customer: row }),
      );
      expect(exact).toBeGreaterThan(50);
    });
    test("a filter of a condition combines with others", async () => {
      const condition: Condition = { field: "case.priority", greater: "normal" };
      const { where } = conditionFilter(condition, fields, "case");
      const all: Filter<RowOf<typeof cases>> = { and: [{ field: "tenantId", is: "somebody else" }, where] };
      expect(await subject.storage.count(cases, all)).toBe(0);
    });
  });
}

function caseRow(id: string, values: Partial<RowOf<typeof cases>>): RowOf<typeof cases> {
  return {
    tenantId,
    id,
    version: 1,
    number: 1,
    code: id,
    subject: "",
    customerId: "c0",
    participantIds: [],
    participants: null,
    companyId: null,
    brandId: null,
    brand: null,
    channelId: "email",
    channelKind: "email",
    status: "open",
    category: "open",
    handler: "human",
    priority: "normal",
    kind: "question",
    stage: "after",
    tags: [],
    fields: {},
    language: null,
    teamId: null,
    assigneeId: null,
    followerIds: [],
    openedBy: "customer",
    imported: false,
    spam: false,
    openedAt: 0,
    firstRepliedAt: null,
    lastCustomerMessageAt: null,
    lastAgentMessageAt: null,
    waitingSince: null,
    solvedAt: null,
    closedAt: null,
    reopenCount: 0,
    turns: null,
    mergedIntoId: null,
    nextDeadlineAt: null,
    queuedAt: null,
    snoozedUntil: null,
    timeSpentMs: null,
    countedAs: null,
    createdAt: 0,
    updatedAt: 0,
    ...values,
  };
}

function customerRow(id: string, values: Partial<Customer>): Customer {
  return {
    tenantId,
    id,
    version: 1,
    name: null,
    nameFrom: null,
    hostId: null,
    companyId: null,
    locale: null,
    timeZone: null,
    fields: {},
    mergedIntoId: null,
    archivedAt: null,
    createdAt: 0,
    updatedAt: 0,
    ...values,
  };
}
