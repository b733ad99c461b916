import {
  cases,
  createSupport,
  defaultTenant,
  events,
  type Filter,
  identities,
  jobs,
  type Keyed,
  messages,
  type Query,
  type RowOf,
  slaClocks,
  type Table,
} from "@heedkit/core";
import { type Bound, type PostgresValue, postgresDialect, SqlTables } from "@heedkit/storage-sql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { administer, databaseUrl, freshName, openStorage } from "./testing/database.ts";
import { fill } from "./testing/filling.ts";

const caseCount = 100_000;
const schema = freshName();
const tables = new SqlTables(postgresDialect, "heedkit_", schema);
const now = 5_000;

function find<Row extends Keyed>(
  table: Table<Row>,
  leaves: readonly Filter<Row>[],
  query: Partial<Query<Row>> = {},
) {
  const ofTenant = { field: "tenantId", is: defaultTenant } as unknown as Filter<Row>;
  return tables.of(table).find<Row>({ where: { and: [ofTenant, ...leaves] }, limit: 50, ...query });
}

const earliest = -8_640_000_000_000_000;
const queued = { field: "queuedAt", atLeast: earliest } as const;
const oldestFirst = { orderBy: [{ field: "queuedAt" }] } as const;
type JobRow = RowOf<typeof jobs>;
const inLane: readonly Filter<JobRow>[] = [
  { field: "lane", is: "normal" },
  { field: "placeAt", atMost: now },
];
const claim = { now, leaseMs: 1_000, limit: 20 };

/** Statement, and the index that must serve it. */
const queries: Readonly<Record<string, readonly [() => Bound<PostgresValue> | null, RegExp]>> = {
  "the clocks that are due next": [
    () => find(slaClocks, [{ field: "dueAt", above: 0 }], { orderBy: [{ field: "dueAt" }] }),
    /sla_clocks_due/,
  ],
  "the queue by next deadline": [
    () =>
      find(cases, [{ field: "nextDeadlineAt", atLeast: earliest }], {
        orderBy: [{ field: "nextDeadlineAt" }],
      }),
    /cases_deadlines/,
  ],
  "the queue of an agent": [
    () => find(cases, [queued, { field: "assigneeId", is: "agt_7" }], oldestFirst),
    /cases_assignee_queue/,
  ],
  "what nobody has": [
    () => find(cases, [queued, { field: "assigneeId", is: null }], oldestFirst),
    /cases_(assignee_)?queue/,
  ],
  "the cases of a customer": [
    () =>
      find(cases, [{ field: "customerId", in: ["cus_5", "cus_9"] }], { orderBy: [{ field: "openedAt" }] }),
    /cases_by_customer/,
  ],
  "a case by its code": [() => find(cases, [{ field: "code", is: "Case-4711" }], { limit: 1 }), /cases_code/],
  "the messages of a case": [
    () => find(messages, [{ field: "caseId", is: "id_00000042" }], { orderBy: [{ field: "at" }] }),
    /messages_by_case/,
  ],
  "a message by what its channel calls it": [
    () => find(messages, [{ field: "externalId", in: ["<77@x>", "<78@x>"] }]),
    /messages_external_id/,
  ],
  "a customer by identity": [
    () =>
      find(
        identities,
        [
          { field: "kind", is: "email" },
          { field: "value", is: "c77@x" },
        ],
        { limit: 1 },
      ),
    /identities_identity/,
  ],
  "the events of a case": [
    () => find(events, [{ field: "caseId", is: "id_00000042" }], { orderBy: [{ field: "id" }] }),
    /events_by_case/,
  ],
  "the events of a type": [
    () => find(events, [{ field: "type", is: "case.opened" }], { orderBy: [{ field: "at" }] }),
    /events_by_type/,
  ],
  "the jobs of a lane that are due": [
    () =>
      tables.of(jobs).claim<JobRow>({ ...claim, where: { and: inLane }, orderBy: [{ field: "placeAt" }] }),
    /jobs_lanes/,
  ],
  "the jobs of a tenant and lane that are due": [
    () =>
      tables.of(jobs).claim<JobRow>({
        ...claim,
        where: { and: [{ field: "tenantId", is: defaultTenant }, ...inLane] },
        orderBy: [{ field: "placeAt" }],
      }),
    /jobs_(turns|lanes)/,
  ],
  "the clocks that are due": [
    () => tables.of(slaClocks).claim<RowOf<typeof slaClocks>>(claim),
    /sla_clocks_due/,
  ],
  "a search in messages": [
    () =>
      tables.of(messages).search<RowOf<typeof messages>>({
        text: "needle 4711",
        where: { field: "tenantId", is: defaultTenant },
        limit: 20,
      }),
    /messages_search/,
  ],
};

describe.skipIf(databaseUrl === null)(`hot queries at ${caseCount} cases`, () => {
  beforeAll(async () => {
    const support = await createSupport({ storage: openStorage({ schema }) });
    await support.stop();
    await Promise.all([
      fill(schema, cases, caseCount, {
        code: "'Case-' || n",
        subject: "'subject ' || n",
        category:
          "(array['new', 'open', 'pending', 'on_hold', 'solved', 'closed', 'closed', 'closed'])[1 + n % 8]",
        queued_at: "case when n % 8 < 4 then n end",
        next_deadline_at: "case when n % 8 < 2 then n end",
        assignee_id: "case when n % 3 = 0 then null else 'agt_' || n % 500 end",
        customer_id: "'cus_' || n % 30000",
      }),
      fill(schema, messages, caseCount, {
        case_id: "'id_' || lpad((n / 3)::text, 8, '0')",
        external_id: "case when n % 2 = 0 then null else '<' || n || '@x>' end",
        new_text: "case when n % 1000 = 711 then 'needle ' || n else 'hay ' || n % 500 end",
        subject: "''",
      }),
      fill(schema, identities, caseCount, { kind: "'email'", value: "'c' || n || '@x'" }),
      fill(schema, events, 2 * caseCount, {
        case_id: "'id_' || lpad((n / 6)::text, 8, '0')",
        type: "case when n % 6 = 0 then 'case.opened' else 'message.sent' end",
        at: "n",
      }),
      fill(schema, slaClocks, caseCount, {
        case_id: "'id_' || lpad(n::text, 8, '0')",
        due_at: "case when n % 4 = 0 then n end",
      }),
      fill(schema, jobs, caseCount / 5, {
        due_at: "n",
        place_at: "n",
        lane: "(array['interactive', 'normal', 'normal', 'bulk'])[1 + n % 4]",
      }),
    ]);
  }, 120_000);
  afterAll(() => administer(`drop schema if exists "${schema}" cascade`), 60_000);

  test.each(Object.entries(queries))("%s: by an index", async (_title, [statement, index]) => {
    const bound = statement();
    const { rows } = await administer(`explain ${bound?.sql}`, bound?.values);
    const plan = rows.map((row) => String(row["QUERY PLAN"])).join("\n");
    expect(plan).toMatch(index);
    expect(plan).not.toMatch(/Seq Scan on heedkit_/);
  });

  const newest = { orderBy: [{ field: "at", direction: "descending" }] } as const;
  test.each([
    ["the first page", newest],
    ["a later page", { ...newest, after: [60_000, "id_00060000"] }],
  ] satisfies [string, Partial<Query<RowOf<typeof events>>>][])(
    "%s of the newest events of a type comes from the index, unsorted",
    async (_title, query) => {
      const bound = find(events, [{ field: "type", is: "case.opened" }], query);
      const { rows } = await administer(`explain ${bound.sql}`, bound.values);
      const plan = rows.map((row) => String(row["QUERY PLAN"])).join("\n");
      expect(plan).toMatch(/Index Scan Backward using heedkit_events_by_type/);
      expect(plan).not.toMatch(/Sort/);
    },
  );
});
