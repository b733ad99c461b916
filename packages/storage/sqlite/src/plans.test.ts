import { createSupport, events, type Query, type RowOf } from "@heedkit/core";
import { SqlTables, sqliteDialect } from "@heedkit/storage-sql";
import { expect, test } from "vitest";
import { sqliteStorage } from "./index.ts";
import { hostConnection, openStorage, temporaryPath } from "./testing/desk.ts";
import { type Entry, entries } from "./testing/entries.ts";

const ofTenant = { field: "tenantId", is: "t" } as const;
const queries: Readonly<Record<string, readonly [query: Query<Entry>, plan: RegExp]>> = {
  "a page by an index, after a cursor, begins where the cursor is": [
    { where: ofTenant, orderBy: [{ field: "count" }], after: [5, "x"], limit: 50 },
    /heedkit_entries_count \(tenant_id=\? AND count>\?\)/,
  ],
  "a page backwards": [
    { where: ofTenant, orderBy: [{ field: "count", direction: "descending" }], after: [5, "x"], limit: 50 },
    /heedkit_entries_count \(tenant_id=\? AND count<\?\)/,
  ],
  "a page by id": [{ where: ofTenant, after: ["x"], limit: 50 }, /\(tenant_id=\? AND id>\?\)/],
  "a filter by an index": [
    { where: { and: [ofTenant, { field: "count", is: 1 }] }, limit: 50 },
    /heedkit_entries_count \(tenant_id=\? AND count=\?\)/,
  ],
  "a filter with several values for an index": [
    { where: { and: [ofTenant, { field: "count", in: [1, 2, 3] }] }, limit: 50 },
    /heedkit_entries_count \(tenant_id=\? AND count=\?\)/,
  ],
  "a filter that other conditions narrow": [
    {
      where: {
        and: [
          { field: "text", isNot: null },
          { and: [ofTenant, { field: "count", is: 1 }] },
          {
            or: [
              { field: "text", is: "x" },
              { field: "count", above: 5 },
            ],
          },
        ],
      },
      limit: 50,
    },
    /heedkit_entries_count \(tenant_id=\? AND count=\?\)/,
  ],
  "a filter that no index serves, in the order of the ids": [
    { where: { and: [ofTenant, { field: "text", is: "x" }] }, limit: 50 },
    /\(tenant_id=\?\)$/,
  ],
};

test.each(Object.entries(queries))("%s", async (_title, [query, expected]) => {
  const path = temporaryPath();
  await openStorage({ path });
  const { sql, values } = new SqlTables(sqliteDialect, "heedkit_").of(entries).find(query);
  const plan = hostConnection(path)
    .prepare(`explain query plan ${sql}`)
    .all(...values)
    .map(({ detail }) => String(detail))
    .join("; ");
  expect(plan).toMatch(expected);
});

const newestFirst = [{ field: "count", direction: "descending" }] as const;
test.each([
  ["the first page", {}],
  ["a later page", { after: [5, "x"] }],
  ["a page of some", { where: { and: [ofTenant, { field: "count", above: 1 }] } }],
] satisfies [string, Partial<Query<Entry>>][])(
  "%s, newest first, comes from the index, unsorted",
  async (_title, part) => {
    const path = temporaryPath();
    await openStorage({ path });
    const query = { where: ofTenant, orderBy: newestFirst, limit: 50, ...part };
    const { sql, values } = new SqlTables(sqliteDialect, "heedkit_").of(entries).find<Entry>(query);
    const plan = hostConnection(path)
      .prepare(`explain query plan ${sql}`)
      .all(...values)
      .map(({ detail }) => String(detail))
      .join("; ");
    expect(plan).toMatch(/heedkit_entries_count/);
    expect(plan).not.toMatch(/temp b-tree/i);
  },
);

test("the events of a type are found by their index, in its order", async () => {
  const path = temporaryPath();
  const support = await createSupport({ storage: sqliteStorage({ path }) });
  await support.stop();
  const { sql, values } = new SqlTables(sqliteDialect, "heedkit_").of(events).find<RowOf<typeof events>>({
    where: {
      and: [
        { field: "tenantId", is: "t" },
        { field: "type", is: "case.opened" },
      ],
    },
    orderBy: [{ field: "at" }],
    limit: 50,
  });
  const plan = hostConnection(path)
    .prepare(`explain query plan ${sql}`)
    .all(...values)
    .map(({ detail }) => String(detail))
    .join("; ");
  expect(plan).toMatch(/heedkit_events_by_type \(tenant_id=\? AND type=\?\)/);
  expect(plan).not.toMatch(/temp b-tree/i);
});
