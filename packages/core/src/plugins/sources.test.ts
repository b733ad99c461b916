import { describe, expect, test } from "vitest";
import * as z from "zod";
import {
  createSupport,
  customers,
  defineCardSource,
  definePlugin,
  defineTable,
  defineTimelineSource,
  defineView,
  operations,
  type Read,
  type SourceLists,
  SupportError,
  type Transaction,
} from "../index.ts";
import { memoryStorage } from "../memory/index.ts";

declare module "../index.ts" {
  interface Permissions {
    "notes.list": true;
  }
}

const notes = defineTable("notesRows", {
  comment: "Notes.",
  idPrefix: "not",
  fields: { at: z.int(), text: z.string(), secret: z.string() },
  personal: "none",
});
const staffOnly = defineView("Note", notes, { internal: ["secret"], customer: null });
const forBoth = defineView("OwnNote", notes, { internal: ["secret"], customer: ["text"] });
type View = typeof staffOnly | typeof forBoth;

const rowOf = (at: number, text: string) => ({
  ...{ tenantId: "north", id: `not_${at}`, version: 1 },
  ...{ at, text, secret: "hidden" },
});

/** A source with one entry a moment. */
const moments = (name: string, times: readonly number[], view: View = staffOnly) =>
  defineTimelineSource({
    name,
    view,
    find: () =>
      times.map((at) => ({
        ...{ at, id: `not_${at}`, kind: "notes.written", caseId: null },
        row: rowOf(at, `${name} at ${at}`),
      })),
  });

/** A source that does as a test says. */
const doing = (name: string, find: (read: Read, signal: AbortSignal) => unknown, timeoutMs = 2_000) =>
  defineTimelineSource({
    name,
    view: staffOnly,
    timeoutMs,
    // As a plugin without types does.
    find: (read, _, signal) => find(read, signal) as never,
  });

async function desk(sources: SourceLists, actsAs: readonly "system"[] = []) {
  const reports: unknown[] = [];
  const plugin = definePlugin({
    ...{ id: "notes", tables: [notes], sources, actsAs },
    permissions: { "notes.list": ["bot"] },
  });
  const support = await createSupport({
    storage: memoryStorage(),
    tenants: ["north", "south"],
    plugins: [plugin],
    report: (error) => void reports.push(error),
  });
  const { id: customerId } = await support.customers.create({ name: "Ada" });
  await support.customers.recordActivity({ customerId, type: "purchase" });
  return { support, customerId, reports };
}

describe("a timeline", () => {
  test("has the entries of all sources in one order, in pages without a gap", async () => {
    const sources = [moments("notes.odd", [9, 7, 5, 3, 1]), moments("notes.even", [2, 8, 4, 6])];
    const { support, customerId } = await desk({ timeline: sources });
    const whole = await support.customers.timeline({ customerId });
    expect(whole.rows.map(({ at }) => at).slice(1)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(whole.rows[0]?.kind).toBe("activity.purchase");
    expect(whole.rows[1]).toMatchObject({ kind: "notes.written", data: { text: "notes.odd at 9" } });
    expect(JSON.stringify(whole)).not.toContain("hidden");
    const paged = [];
    let page = await support.customers.timeline({ customerId, limit: 3 });
    for (
      ;
      page.next !== null;
      page = await support.customers.timeline({ customerId, limit: 3, before: page.next })
    )
      paged.push(...page.rows);
    expect([...paged, ...page.rows]).toEqual(whole.rows);
  });

  test.each<[string, (read: Read, signal: AbortSignal) => unknown, string]>([
    [
      "throws",
      () => {
        throw new TypeError("no such column");
      },
      "EXTENSION_FAILED",
    ],
    ["rejects with a text", () => Promise.reject("down"), "EXTENSION_FAILED"],
    ["returns nothing", () => undefined, "EXTENSION_FAILED"],
    ["returns what is no entry", () => [{ at: "yesterday" }], "EXTENSION_FAILED"],
    [
      "returns a row that is none",
      () => [{ at: 1, id: "x", kind: "notes.x", caseId: null }],
      "EXTENSION_FAILED",
    ],
    [
      "passes its entries off as messages",
      () => [{ at: 1, id: "x", kind: "message.in", caseId: null, row: rowOf(1, "") }],
      "EXTENSION_FAILED",
    ],
    [
      "returns far too many",
      () => Array(10_001).fill({ at: 1, id: "x", kind: "notes.x", caseId: null, row: {} }),
      "EXTENSION_FAILED",
    ],
    ["writes", (read) => (read as Transaction).insert(notes, { at: 1, text: "", secret: "" }), "INTERNAL"],
    ["reads the settings of core", (read) => read.use({ id: "cases" }), "FORBIDDEN"],
    [
      "acts as somebody undeclared",
      (read) => read.call(operations.jobs.list, {}, { as: "system" }),
      "FORBIDDEN",
    ],
  ])("names a source that %s, and hides no other", async (_, find, code) => {
    const { support, customerId, reports } = await desk({
      timeline: [doing("notes.broken", find), moments("notes.good", [5])],
    });
    const shown = await support.customers.timeline({ customerId });
    expect(shown.rows.map(({ kind }) => kind)).toEqual(["activity.purchase", "notes.written"]);
    expect(shown.failed).toEqual([{ source: "notes.broken", code, message: expect.any(String) }]);
    expect(reports).toMatchObject([{ code, details: { plugin: "notes" } }]);
  });

  test("waits for a source for its own time, beside the others, and tells it when that is over", async () => {
    let wasTold = false;
    const never = (_: Read, signal: AbortSignal) =>
      new Promise(() =>
        signal.addEventListener("abort", () => {
          wasTold = true;
        }),
      );
    const { support, customerId } = await desk({
      timeline: [
        doing("notes.slow", never, 20),
        doing("notes.slower", never, 20),
        moments("notes.good", [5]),
      ],
    });
    const shown = await support.customers.timeline({ customerId });
    expect(shown.rows).toHaveLength(2);
    expect(shown.failed).toMatchObject([
      { source: "notes.slow", code: "TIMED_OUT" },
      { source: "notes.slower", code: "TIMED_OUT" },
    ]);
    expect(wasTold).toBe(true);
  });

  test("asks a source for whoever looks, with that one's permissions and its own tenant", async () => {
    const seen: unknown[] = [];
    const looking = doing("notes.look", async (read) => {
      const north = { field: "tenantId", is: "north" } as const;
      seen.push(
        read.tenantId,
        read.actor.kind,
        await read.may("agents.write"),
        await read.count(customers, north),
      );
      return [];
    });
    const { support } = await desk({ timeline: [looking] });
    const south = support.tenant("south");
    const { id: customerId } = await south.customers.create({ name: "Bo" });
    const { id } = await south.agents.create({ name: "Grace" });
    await south.as({ kind: "agent", id }).customers.timeline({ customerId });
    expect(seen).toEqual(["south", "agent", false, 0]);
  });

  test("a source may act as what its plugin has declared, and no further", async () => {
    const listing = doing("notes.acting", async (read) => {
      await read.call(operations.jobs.list, {}, { as: "system" });
      return [];
    });
    const { support } = await desk({ timeline: [listing] }, ["system"]);
    const { id } = await support.agents.create({ name: "Grace" });
    const { id: customerId } = await support.customers.create({ name: "Bo" });
    const shown = await support.as({ kind: "agent", id }).customers.timeline({ customerId });
    expect(shown.failed).toEqual([]);
  });

  test("shows customers what sources have for customers, and nothing of the others", async () => {
    const { support, customerId } = await desk({
      timeline: [
        moments("notes.own", [2], forBoth),
        moments("notes.secret", [3]),
        doing("notes.broken", () => 1),
      ],
    });
    const own = await support.as({ kind: "customer", id: customerId }).customers.timeline({ customerId });
    expect(own).toEqual({
      rows: [{ at: 2, id: "not_2", kind: "notes.written", caseId: null, data: { text: "notes.own at 2" } }],
      next: null,
      failed: [],
    });
    const { id: other } = await support.customers.create({ name: "Bo" });
    const asOther = support.as({ kind: "customer", id: other });
    await expect(asOther.customers.timeline({ customerId })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("tells customers that a source failed, and staff why", async () => {
    const broken = (view: View) =>
      defineTimelineSource({
        ...{ name: "notes.broken", view },
        find: () => Promise.reject(new SupportError("STORAGE_UNAVAILABLE", "db.internal:5432 is away")),
      });
    const { support, customerId } = await desk({ timeline: [broken(forBoth)] });
    const { failed } = await support.customers.timeline({ customerId });
    expect(failed).toMatchObject([{ code: "STORAGE_UNAVAILABLE", message: "db.internal:5432 is away" }]);
    const own = await support.as({ kind: "customer", id: customerId }).customers.timeline({ customerId });
    expect(own.failed).toEqual([
      { source: "notes.broken", code: "EXTENSION_FAILED", message: "This part is not available now." },
    ]);
  });

  test("a role that covers some cases gets their entries, from a bounded number of pages a call", async () => {
    let pages = 0;
    let open = "";
    const many = defineTimelineSource({
      ...{ name: "notes.many", view: staffOnly },
      find: (_, { before, limit }) => {
        pages += 1;
        const from = Math.min(before.at, 1_001) - 1;
        return Array.from({ length: Math.min(limit, from) }, (_none, index) => ({
          ...{ at: from - index, id: `not_${from - index}`, kind: "notes.written" },
          caseId: from - index === 5 ? null : open,
          row: rowOf(from - index, ""),
        }));
      },
    });
    const { support, customerId } = await desk({ timeline: [many] });
    ({ id: open } = await support.cases.open({ customerId, subject: "Not theirs" }));
    const permissions = { "cases.read": "own", "customers.read": "tenant" } as const;
    await support.roles.create({ key: "own", label: "Own", permissions });
    const { id } = await support.agents.create({ name: "Grace", role: "own" });
    const grace = support.as({ kind: "agent", id });
    const rows = [];
    let calls = 0;
    let before: { at: number; id: string } | null | undefined;
    for (; before !== null; calls++) {
      pages = 0;
      const page = await grace.customers.timeline({
        customerId,
        limit: 10,
        ...(before === undefined ? {} : { before }),
      });
      expect(pages).toBeLessThanOrEqual(20);
      rows.push(...page.rows);
      before = page.next;
    }
    expect(rows.map(({ at }) => at).slice(1)).toEqual([5]);
    expect(calls).toBeGreaterThan(3);
  });

  test("leaves out sources that an agent lacks the permission for", async () => {
    const source = { ...moments("notes.listed", [2]), permission: "notes.list" } as const;
    const { support, customerId } = await desk({ timeline: [source] });
    const { id: agent } = await support.agents.create({ name: "Grace" });
    const asAgent = support.as({ kind: "agent", id: agent });
    const kinds = async ({ customers: calls }: Pick<typeof asAgent, "customers">) =>
      (await calls.timeline({ customerId })).rows.map(({ kind }) => kind);
    expect(await kinds(asAgent)).toEqual(["activity.purchase"]);
    expect(await kinds(support)).toEqual(["activity.purchase", "notes.written"]);
  });
});

describe("cards", () => {
  test("stand beside customers and cases, with what failed", async () => {
    const card = defineCardSource({
      ...{ name: "notes.plan", beside: "customer", title: "Plan" },
      find: (_, { customerIds }) => [
        { label: "People", value: customerIds.length },
        { label: "Site", value: "open", link: "https://shop.example" },
      ],
    });
    const none = defineCardSource({ name: "notes.none", beside: "customer", title: "?", find: () => null });
    const risky = defineCardSource({
      ...{ name: "notes.risky", beside: "customer", title: "?" },
      find: () => [{ label: "Click", value: "me", link: "javascript:alert(1)" }],
    });
    const ofCase = defineCardSource({
      ...{ name: "notes.case", beside: "case", title: "Case" },
      find: (_, { caseId }) => [{ label: "Id", value: caseId }],
    });
    const { support, customerId } = await desk({ card: [card, none, risky, ofCase] });
    expect(await support.customers.cards({ customerId })).toEqual({
      cards: [
        {
          ...{ source: "notes.plan", title: "Plan" },
          fields: [
            { label: "People", value: 1, format: "text", link: null },
            { label: "Site", value: "open", format: "text", link: "https://shop.example" },
          ],
        },
      ],
      failed: [
        { source: "notes.risky", code: "EXTENSION_FAILED", message: expect.stringContaining("0.link") },
      ],
    });
    const { id: caseId } = await support.cases.open({ customerId, subject: "?" });
    expect(await support.cases.cards({ caseId })).toMatchObject({
      cards: [{ source: "notes.case", title: "Case", fields: [{ value: caseId }] }],
      failed: [],
    });
    await expect(support.cases.cards({ caseId: "cas_none" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
