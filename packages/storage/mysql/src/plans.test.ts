import {
  type ClaimQuery,
  createSupport,
  type Filter,
  type JobRow,
  type Keyed,
  type Query,
  type Table,
} from "@heedkit/core";
import { type Bound, type MysqlValue, mysqlDialect, SqlTables } from "@heedkit/storage-sql";
import type { RowDataPacket } from "mysql2";
import type { Connection } from "mysql2/promise";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mysqlStorage } from "./index.ts";
import { quoted, written } from "./literals.ts";
import { dropDatabase, hostConnection, newDatabase, numbers, optionsFor, port } from "./testing/database.ts";

const rows = 100_000;
const hour = 3_600_000;

type Values = Readonly<Record<string, string>>;

/** What the tables are filled with, by column, in SQL; other columns get something that fits them. */
const fillings: Readonly<Record<string, Values>> = {
  cases: {
    code: "concat('Case-', n)",
    customerId: "concat('cus_', n % 30000)",
    category:
      "elt(1 + n % 10, 'new', 'open', 'open', 'pending', 'solved', 'solved', 'closed', 'closed', 'closed', 'closed')",
    assigneeId: "if(n % 3 = 0, null, concat('agt_', n % 40))",
    queuedAt: `if(n % 10 < 4, n * ${hour}, null)`,
    nextDeadlineAt: `if(n % 10 < 2, n * ${hour}, null)`,
  },
  messages: {
    caseId: "concat('cas_', n % 40000)",
    at: "n",
    newText: "concat('about parcel ', n)",
    newTextWords: "concat('zzabout zzparcel zz', n)",
  },
  identities: { kind: "'email'", value: "concat('customer-', n, '@example.com')" },
  jobs: {
    key: "null",
    lane: "elt(1 + n % 4, 'interactive', 'normal', 'normal', 'bulk')",
    dueAt: "n",
    placeAt: "n",
    leasedUntil: "if(n % 100 = 0, n, null)",
  },
  slaClocks: {
    caseId: "concat('cas_', n % 40000)",
    state: "elt(1 + n % 4, 'running', 'fulfilled', 'fulfilled', 'cancelled')",
    dueAt: "if(n % 4 = 0, n, null)",
    leasedUntil: "null",
  },
  events: { caseId: "concat('cas_', n % 40000)", type: "'case.opened'", at: "n" },
};

const ofTenant = { field: "tenantId", is: "t" } as const;

describe.skipIf(port === null)(`the hot queries at ${rows} cases`, () => {
  let database = "";
  let host: Connection;
  let known: readonly Table[] = [];
  const compiled = new SqlTables(mysqlDialect, "heedkit_");
  const table = (name: string): Table => {
    const found = known.find((one) => one.name === name);
    if (found === undefined) throw new Error(`There is no table "${name}".`);
    return found;
  };

  beforeAll(async () => {
    database = await newDatabase();
    const storage = mysqlStorage(optionsFor(database));
    const { apply } = storage.schema;
    const recording = {
      ...storage,
      schema: {
        ...storage.schema,
        apply(tables: readonly Table[]) {
          known = tables;
          return apply(tables);
        },
      },
    };
    await (await createSupport({ storage: recording })).stop();
    host = await hostConnection(database);
    await host.query("set session unique_checks = 0");
    for (const [name, values] of Object.entries(fillings)) await host.query(filling(table(name), values));
    for (const name of Object.keys(fillings))
      await host.query(`analyze table \`${compiled.of(table(name)).name}\``);
  }, 180_000);
  afterAll(async () => {
    await host?.end();
    await dropDatabase(database);
  });

  /** How the database reads the tables of a statement. */
  const plan = async (bound: Bound<MysqlValue | null>) => {
    const [steps] = await host.query<RowDataPacket[]>(`explain ${written(bound, quoted)}`);
    return steps.map(({ table, type, key, Extra }) => ({ table, type, key, extra: String(Extra) }));
  };

  const earliest = -8_640_000_000_000_000;
  const queue = (assigneeId: string | null) => ({
    where: {
      and: [ofTenant, { field: "queuedAt", atLeast: earliest }, { field: "assigneeId", is: assigneeId }],
    },
    orderBy: [{ field: "queuedAt" }],
    limit: 50,
  });
  const customer = { field: "value", is: "customer-4711@example.com" };
  const newest = {
    where: { and: [ofTenant, { field: "type", is: "case.opened" }] },
    orderBy: [{ field: "at", direction: "descending" }],
  };
  /** A query, the index that it must use, and whether that gives the rows in order. */
  const finds: Readonly<
    Record<string, readonly [name: string, query: object, index: string, inOrder: boolean]>
  > = {
    "the queue by what is due next": [
      "slaClocks",
      {
        where: { and: [ofTenant, { field: "dueAt", isNot: null }] },
        orderBy: [{ field: "dueAt" }],
        limit: 50,
      },
      "due",
      true,
    ],
    "the queue by next deadline": [
      "cases",
      {
        where: { and: [ofTenant, { field: "nextDeadlineAt", atLeast: earliest }] },
        orderBy: [{ field: "nextDeadlineAt" }],
        limit: 50,
      },
      "deadlines",
      true,
    ],
    "the queue of an agent": ["cases", queue("agt_11"), "assignee_queue", true],
    // So many are nobody's that the queue itself is read until a page is full.
    "the queue of nobody": ["cases", queue(null), "queue", true],
    "a case by its code": [
      "cases",
      { where: { and: [ofTenant, { field: "code", is: "Case-4711" }] }, limit: 1 },
      "code",
      true,
    ],
    "the messages of a case": [
      "messages",
      {
        where: { and: [ofTenant, { field: "caseId", is: "cas_4711" }] },
        orderBy: [{ field: "at" }],
        limit: 50,
      },
      "by_case",
      true,
    ],
    "a customer by an address": [
      "identities",
      { where: { and: [ofTenant, { field: "kind", is: "email" }, customer] }, limit: 1 },
      "identity",
      true,
    ],
    "the events of a case": [
      "events",
      { where: { and: [ofTenant, { field: "caseId", is: "cas_4711" }] }, limit: 50 },
      "by_case",
      true,
    ],
    "the events of a type": [
      "events",
      {
        where: { and: [ofTenant, { field: "type", is: "case.opened" }] },
        orderBy: [{ field: "at" }],
        limit: 50,
      },
      "by_type",
      true,
    ],
    "the newest events of a type": ["events", { ...newest, limit: 50 }, "by_type", true],
    "the newest events of a type, a later page": [
      "events",
      { ...newest, after: [5_000, "evt_5000"], limit: 50 },
      "by_type",
      true,
    ],
  };
  for (const [title, [name, query, index, inOrder]] of Object.entries(finds))
    test(`${title}: by ${index}${inOrder ? ", without sorting" : ""}`, async () => {
      const sql = compiled.of(table(name));
      const [step] = await plan(sql.find(query as Query<Keyed>));
      expect(step).toMatchObject({ key: `${sql.name}_${index}` });
      expect(step?.type).not.toMatch(/^(ALL|index_merge)$/);
      if (inOrder) expect(step?.extra).not.toMatch(/filesort|temporary/);
    });

  const inLane: readonly Filter<JobRow>[] = [
    { field: "lane", is: "normal" },
    { field: "placeAt", atMost: rows / 2 },
  ];
  const byPlace = { orderBy: [{ field: "placeAt" }] } as const;
  const claims: Readonly<
    Record<string, readonly [table: string, Partial<ClaimQuery<JobRow>>, index: string]>
  > = {
    "clocks that are due": ["slaClocks", {}, "due"],
    "jobs of a lane that are due": ["jobs", { where: { and: inLane }, ...byPlace }, "lanes"],
    "jobs of a tenant and lane that are due": [
      "jobs",
      { where: { and: [ofTenant, ...inLane] }, ...byPlace },
      "turns",
    ],
  };
  for (const [title, [name, wanted, index]] of Object.entries(claims))
    test(`${title}: by ${index}, as many rows as are taken`, async () => {
      const sql = compiled.of(table(name));
      const query = { now: rows / 2, leaseMs: 1000, limit: 20, ...wanted };
      for (const deep of [false, true]) {
        const steps = await plan(sql.lockDue(query, { deep }));
        const read = steps.filter((step) => step.table === sql.name);
        expect(read.map(({ key }) => key)).toContain(`${sql.name}_${index}`);
        for (const step of read) expect(step.extra).not.toMatch(/filesort|temporary/);
        for (const step of read) expect([`${sql.name}_${index}`, "PRIMARY"]).toContain(step.key);
      }
    });

  test("search: by the full-text index", async () => {
    const sql = compiled.of(table("messages"));
    const bound = sql.search({ text: "parcel 4711", where: ofTenant, limit: 20 });
    const [step] = bound === null ? [] : await plan(bound);
    expect(step).toMatchObject({ type: "fulltext", key: `${sql.name}_search` });
    const [found] = bound === null ? [[]] : await host.query<RowDataPacket[]>(written(bound, quoted));
    // Also 47110 to 47119, which begin with it.
    expect(found).toHaveLength(11);
  });
});

function filling({ name, columns, search = [] }: Table, values: Values): string {
  const fits = { text: "''", integer: "0", real: "0", boolean: "0", instant: "0", json: "'[]'", bytes: "''" };
  const given: Values = { tenantId: "'t'", id: `concat(${quoted(`${prefixOf(name)}_`)}, n)`, ...values };
  const filled = Object.entries(columns).map(([field, { type, nullable }]) => [
    field,
    given[field] ?? (nullable ? "null" : fits[type]),
  ]);
  const words = search.map((field) => [`${field}Words`, values[`${field}Words`] ?? "null"]);
  const all = [...filled, ...words];
  const names = all.map(([field = ""]) => `\`${snakeCased(field)}\``).join(", ");
  const made = all.map(([, expression]) => expression).join(", ");
  return `insert into \`heedkit_${snakeCased(name)}\` (${names}) select ${made} from ${numbers(rows)}`;
}

function prefixOf(table: string): string {
  return { cases: "cas", messages: "msg", identities: "idn", jobs: "job", slaClocks: "clk" }[table] ?? "evt";
}

function snakeCased(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
