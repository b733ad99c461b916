import { describe, expect, test } from "vitest";
import * as z from "zod";
import {
  cases,
  createSupport,
  customers,
  type DefinedTable,
  defineCommand,
  defineDerivation,
  defineMigration,
  definePlugin,
  defineQuery,
  defineReaction,
  defineSchedule,
  defineTable,
  defineView,
  defineWalk,
  events,
  isSupportError,
  jobs,
  liveTopic,
  messages,
  nothing,
  operations,
  type PluginDefinition,
  type Transaction,
} from "../index.ts";
import { memoryStorage } from "../memory/index.ts";

declare module "../index.ts" {
  interface SupportEvents {
    "probe.echo": Record<never, never>;
  }
  interface SupportJobs {
    "probe.do": Record<never, never>;
  }
}

const rows = defineTable("probeRows", {
  comment: "Rows.",
  idPrefix: "prb",
  fields: { text: z.string() },
  personal: "none",
});
type Parts = Omit<PluginDefinition<"probe", Record<never, never>>, "id">;

/** A command that does as a test says. */
const doing = (work: (tx: Transaction) => unknown) =>
  defineCommand({
    name: "probe.act",
    summary: "Acts.",
    input: z.strictObject({}),
    output: nothing,
    access: { permission: null },
    http: "POST /probe",
    run: async (tx): Promise<void> => void (await work(tx)),
  });

/** A desk of two tenants, with a case in the northern one. */
async function desk(work: (tx: Transaction) => unknown, parts: Parts = {}) {
  const reports: unknown[] = [];
  const support = await createSupport({
    storage: memoryStorage(),
    tenants: ["north", "south"],
    plugins: [
      definePlugin({
        id: "probe",
        tables: [rows],
        actsAs: ["system", "customer"],
        ...parts,
        operations: { act: doing(work) },
      }),
    ],
    report: (error) => void reports.push(error),
  });
  const { id: customerId } = await support.customers.create({ name: "Ada" });
  const found = await support.cases.open({ customerId, subject: "Secret", message: { text: "Secret" } });
  return { support, reports, customerId, found, south: support.tenant("south") };
}

describe("another tenant", () => {
  test("is not read through any table, operation or search, whatever ids are given", async () => {
    const seen: unknown[] = [];
    let ids = { caseId: "", customerId: "", code: "" };
    const { south, found, customerId } = await desk(async (tx) => {
      const none = { field: "id", isNot: "" } as const;
      const tables: readonly DefinedTable[] = [cases, customers, messages, events, jobs];
      for (const table of tables) {
        seen.push(
          ...(await tx.find(table, { limit: 10 })),
          ...(await tx.find(table, { where: none, limit: 10 })),
        );
        seen.push(
          ...(await tx.aggregate(table, { groupBy: ["tenantId"], measures: { n: { measure: "count" } } })),
        );
      }
      seen.push(...(await tx.search(cases, { text: "Secret", limit: 10 })));
      seen.push(...(await tx.search(messages, { text: "Secret", limit: 10 })));
      seen.push(await tx.get(cases, ids.caseId), await tx.get(customers, ids.customerId));
      const { caseId, code, customerId: northern } = ids;
      const calls = [
        () => tx.call(operations.cases.get, { caseId }, { as: "system" }),
        () => tx.call(operations.cases.get, { caseId: code }, { as: "system" }),
        () => tx.call(operations.cases.messages, { caseId }, { as: { kind: "customer", id: northern } }),
        () => tx.call(operations.cases.update, { caseId, priority: "high" }, { as: "system" }),
        () => tx.call(operations.customers.timeline, { customerId: northern }, { as: "system" }),
        () => tx.call(operations.cases.cards, { caseId }, { as: "system" }),
      ];
      for (const call of calls)
        await call().then(
          (result) => seen.push(result),
          (error) => (isSupportError(error) && error.code === "NOT_FOUND" ? null : seen.push(error)),
        );
      seen.push(...(await tx.call(operations.cases.list, {}, { as: "system" })).rows);
      seen.push(...(await tx.call(operations.events.list, {}, { as: "system" })).rows);
      seen.push(...(await tx.call(operations.jobs.list, {}, { as: "system" })).rows);
    });
    ids = { caseId: found.id, code: found.code, customerId };
    await south.probe.act();
    expect(seen.filter((one) => one !== null)).toEqual([]);
  });

  test("is not heard live, and its topics are its own", async () => {
    const heard: string[] = [];
    let stop = () => {};
    const { support, south } = await desk(async (tx) => {
      if (tx.tenantId === "south")
        stop = tx.live.subscribe(["cases"], (topic) => heard.push(`south ${topic}`));
      await tx.live.publish("cases", { changed: true });
      expect(Object.keys(tx.live).sort()).toEqual(["publish", "subscribe"]);
    });
    support.live.subscribe([liveTopic("north", "cases")], (topic) => heard.push(topic));
    await south.probe.act();
    await support.probe.act();
    stop();
    expect(heard).toEqual(["south cases", liveTopic("north", "cases")]);
  });

  test.each(["a/b", "A", "ä", "..", "north "])("a tenant called %j has topics of its own", (tenantId) => {
    expect(liveTopic(tenantId, "cases").split("/")).toHaveLength(2);
    expect(liveTopic(tenantId, "cases")).not.toBe(liveTopic("north", "cases"));
  });
});

test("a job of a plugin keeps no job of core from waiting, whatever its key", async () => {
  const key = "cases.foldCounts";
  const { support } = await desk((tx) => tx.enqueue("probe.do", {}, { key }), {
    jobs: { "probe.do": { run: async () => {} } },
  });
  await support.probe.act();
  await support.probe.act();
  const waiting = (await support.jobs.list({ kind: "probe.do" })).rows;
  expect(waiting).toHaveLength(1);
  expect(waiting[0]?.key).toBe(`probe:${key}`);
});

test("code in a transaction finds no way to the hands of core", async () => {
  const found: unknown[] = [];
  const { support } = await desk((tx) => {
    for (let at: object | null = tx; at !== null; at = Object.getPrototypeOf(at))
      found.push(...["inHands", "keep", "sourcesOf"].filter((name) => name in Object(at).constructor));
  });
  await support.probe.act();
  expect(found).toEqual([]);
});

test("an operation that was changed on the way is not called", async () => {
  const open = { ...operations.agents.list, access: { permission: null } };
  const { support } = await desk((tx) => tx.call(open, {}));
  await expect(support.probe.act()).rejects.toMatchObject({
    code: "UNSUPPORTED",
    details: { plugin: "probe" },
  });
});

describe("what a plugin throws names it, in", () => {
  const fail = () => {
    throw new TypeError("broken");
  };
  const named = { code: "EXTENSION_FAILED", details: { plugin: "probe" } };
  const enqueue = (tx: Transaction) => tx.enqueue("probe.do", {});

  test.each<[string, Parts, (tx: Transaction) => unknown]>([
    [
      "a reaction",
      { reactions: [defineReaction({ on: "probe.echo", phase: "tell", run: fail })] },
      (tx) => tx.emit("probe.echo", {}, {}),
    ],
    [
      "a reaction to anything",
      { reactions: [defineReaction({ on: "*", phase: "tell", run: fail })] },
      (tx) => tx.emit("probe.echo", {}, {}),
    ],
    ["a derivation", { derivations: [defineDerivation(rows, fail)] }, (tx) => tx.insert(rows, { text: "?" })],
  ])("%s", async (_, parts, work) => {
    const making = desk(work, parts);
    const acting = making.then(({ support }) => support.probe.act());
    await expect(acting).rejects.toMatchObject(named);
  });

  test.each<[string, Parts, (tx: Transaction) => unknown]>([
    ["a job", { jobs: { "probe.do": { run: fail } } }, enqueue],
    ["the death of a job", { jobs: { "probe.do": { maxAttempts: 1, run: fail, onDead: fail } } }, enqueue],
    [
      "a walk",
      { walks: [defineWalk({ name: "probe.walk", table: rows, step: fail })] },
      async (tx) => {
        tx.insert(rows, { text: "?" });
        await tx.call(operations.walks.start, { walk: "probe.walk", key: "k" }, { as: "system" });
      },
    ],
    ["a migration", { migrations: [defineMigration({ name: "probe.migrate", run: fail })] }, () => undefined],
  ])("%s", async (_, parts, work) => {
    const { support, reports } = await desk(work, parts);
    await support.probe.act();
    await support.tick();
    expect(reports.length).toBeGreaterThan(0);
    for (const report of reports) expect(report).toMatchObject(named);
  });

  test("a schedule", async () => {
    let now = Date.parse("2026-01-05T09:00:00Z");
    const reports: unknown[] = [];
    const support = await createSupport({
      storage: memoryStorage(),
      clock: { now: () => now, wait: (_, signal) => untilAborted(signal) },
      report: (error) => void reports.push(error),
      plugins: [
        definePlugin({
          id: "probe",
          schedules: [defineSchedule({ name: "probe.hourly", cron: "0 * * * *", run: fail })],
        }),
      ],
    });
    await support.tick();
    now += 3_600_000;
    await support.tick();
    expect(reports).toMatchObject([named]);
  });

  test("the view, the values beside a row and the input of an operation", async () => {
    const base = { access: { permission: null }, http: "GET /probe", summary: "Asks." } as const;
    const row = { tenantId: "default", id: "prb_1", version: 1, text: "?" };
    const joining = defineView("Joined", rows, {
      customer: null,
      joined: { schema: z.object({}), load: async () => fail() },
    });
    const hidden = defineView("Hidden", rows, { customer: ["text"], forCustomers: fail });
    const support = await createSupport({
      storage: memoryStorage(),
      plugins: [
        definePlugin({
          id: "probe",
          operations: {
            joined: defineQuery({
              ...base,
              name: "probe.joined",
              input: z.strictObject({}),
              output: joining,
              run: () => ({ ...row }),
            }),
            shown: defineQuery({
              ...base,
              ...{ name: "probe.shown", http: "GET /shown", input: z.strictObject({}), output: hidden },
              access: { permission: null, customer: "scoped" },
              run: () => row,
            }),
            given: defineQuery({
              ...base,
              ...{ name: "probe.given", http: "GET /given", output: nothing },
              input: z.strictObject({ text: z.string().transform(fail) }),
              run: () => undefined,
            }),
          },
        }),
      ],
    });
    await expect(support.probe.joined()).rejects.toMatchObject(named);
    await expect(support.as({ kind: "customer", id: "cus_1" }).probe.shown()).rejects.toMatchObject(named);
    await expect(support.probe.given({ text: "?" })).rejects.toMatchObject(named);
  });

  test.each(["start", "stop"] as const)("%s, and in what it commits there", async (when) => {
    const reports: unknown[] = [];
    let commit: (() => Promise<unknown>) | undefined;
    const support = await createSupport({
      storage: memoryStorage(),
      report: (error) => void reports.push(error),
      plugins: [
        definePlugin({
          id: "probe",
          start(host) {
            commit = () => host.commit("default", fail);
            expect(Object.keys(host.live).sort()).toEqual(["publish", "subscribe"]);
            if (when === "start") fail();
          },
          stop: when === "stop" ? fail : () => undefined,
        }),
      ],
    });
    const started = support.start();
    if (when === "start") await expect(started).rejects.toMatchObject({ details: { plugin: "probe" } });
    else {
      await started;
      await expect(commit?.()).rejects.toMatchObject(named);
      await support.stop();
      expect(reports).toMatchObject([named]);
    }
  });
});

test("a case that is returned with more is as its commit left it", async () => {
  const raising = defineReaction({
    on: "case.merged",
    phase: "decide",
    run: ({ data: { intoId } }, tx) =>
      tx.call(operations.cases.update, { caseId: intoId, priority: "urgent" }, { as: "system" }),
  });
  const { support, customerId, found } = await desk(() => undefined, { reactions: [raising] });
  const { id: fromId } = await support.cases.open({ customerId, subject: "Again" });
  const merged = await support.cases.merge({ fromId, intoId: found.id });
  expect(merged.priority).toBe("urgent");
  expect((await support.cases.get({ caseId: found.id })).priority).toBe("urgent");
});

function untilAborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    signal?.addEventListener("abort", () => resolve());
  });
}
