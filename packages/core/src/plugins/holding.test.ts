import { describe, expect, test } from "vitest";
import * as z from "zod";
import {
  cases,
  createSupport,
  defineCommand,
  defineDerivation,
  definePlugin,
  defineReaction,
  defineSweep,
  defineTable,
  instant,
  nothing,
  operations,
  SupportError,
  type Transaction,
} from "../index.ts";
import { memoryStorage } from "../memory/index.ts";

declare module "../index.ts" {
  interface SupportEvents {
    "notes.echo": { readonly depth: number };
  }
  interface SupportJobs {
    "notes.do": { readonly what: string };
  }
}

const notes = defineTable("notes", {
  comment: "Notes.",
  idPrefix: "not",
  fields: {
    text: z.string(),
    dueAt: instant().nullable(),
    leasedUntil: instant().nullable(),
    fence: z.int(),
    updatedAt: instant(),
  },
  personal: "none",
});

type Work = (tx: Transaction) => unknown;

/** A desk of two tenants whose plugin runs a test's code in its command, job or sweep. */
async function desk(work: Work, storage = memoryStorage()) {
  const reports: unknown[] = [];
  const base = {
    summary: "Does something.",
    input: z.strictObject({}),
    output: nothing,
    access: { permission: null },
  } as const;
  const command = defineCommand({
    ...base,
    name: "notes.command",
    http: "POST /notes",
    run: async (tx): Promise<void> => void (await work(tx)),
  });
  const later = defineCommand({
    ...base,
    name: "notes.later",
    http: "POST /notes/later",
    run: (tx): Promise<void> => tx.enqueue("notes.do", { what: "it" }),
  });
  const due = defineCommand({
    ...base,
    name: "notes.due",
    http: "POST /notes/due",
    run: (tx): void => void tx.insert(notes, { text: "due", dueAt: tx.now, fence: 0 }),
  });
  const plugin = definePlugin({
    id: "notes",
    tables: [notes],
    operations: { command, later, due },
    jobs: {
      "notes.do": {
        maxAttempts: 1,
        run: async ({ complete, ...rest }) => {
          expect(Object.keys(rest).sort()).toEqual(["data", "job", "read", "signal"]);
          await complete(work);
        },
      },
    },
    sweeps: [
      defineSweep({
        name: "notes.sweep",
        table: notes,
        async handle(tx, { id }) {
          const row = await tx.get(notes, id);
          if (row !== null) tx.update(notes, row, { dueAt: null });
          await work(tx);
        },
      }),
    ],
  });
  const support = await createSupport({
    storage,
    tenants: ["north", "south"],
    plugins: [plugin],
    report: (error) => void reports.push(error),
  });
  return { support, reports, storage };
}

/** The same wherever the plugin's code runs. */
async function refusals(work: Work): Promise<readonly unknown[]> {
  const { support, reports } = await desk(work);
  const command = await support.notes.command().then(
    () => null,
    (error: unknown) => error,
  );
  await support.notes.later();
  await support.tick();
  await support.notes.due();
  await support.tick();
  return [command, ...reports];
}

const foreign: Readonly<Record<string, Work>> = {
  "inserts a row of core": (tx) => tx.insert(cases as never, { subject: "?" } as never),
  "emits an event of core": (tx) => tx.emit("case.handedOff", {}, { caseId: "cas_1", to: "bot" }),
  "enqueues a job of core": (tx) => tx.enqueue("delivery.send", { messageId: "msg_1" }),
  "takes a number of core": (tx) => tx.reserve("cases"),
  "takes a number of a like name": (tx) => tx.reserve("notesAndMore"),
  "uses the settings of core": (tx) => tx.use({ id: "cases" }),
  "acts as somebody undeclared": (tx) => tx.call(operations.agents.list, {}, { as: "system" }),
  "adds to a counter of core": (tx) => tx.increment(cases, "cas_1", { number: 1 }),
};

test.each(Object.entries(foreign))(
  "a plugin that %s is refused in commands, jobs and sweeps",
  async (_, work) => {
    const all = await refusals(work);
    expect(all).toHaveLength(3);
    for (const error of all) expect(error).toMatchObject({ code: "FORBIDDEN", details: { plugin: "notes" } });
  },
);

test("code in a transaction finds no way to the storage or the kernel in it", async () => {
  const found: string[] = [];
  const { support } = await desk((tx) => {
    for (const key of ["kernel", "storage", "code", "keep"]) if (key in tx) found.push(key);
    found.push(...Object.keys(tx.commit));
  });
  await support.notes.command();
  expect(found).toEqual([]);
});

describe("tenants", () => {
  async function both(work: (tx: Transaction, northern: string) => unknown) {
    let id = "";
    const storage = memoryStorage();
    const { support } = await desk((tx) => {
      if (tx.tenantId === "north") id = tx.insert(notes, { text: "secret", fence: 0 }).id;
      else return work(tx, id);
    }, storage);
    await support.tenant("north").notes.command();
    const acting = support.tenant("south").notes.command();
    const rows = () => storage.find(notes, { limit: 10 });
    return { acting, rows };
  }

  test("nothing of another tenant is read, whatever the query says", async () => {
    let seen: unknown[] = [];
    const { acting } = await both(async (tx, northern) => {
      const north = { field: "tenantId", is: "north" } as const;
      const anything = { or: [north, { field: "text", isNot: "nothing" }] } as const;
      seen = [
        await tx.get(notes, northern),
        await tx.findOne(notes, { field: "id", is: northern }),
        ...(await tx.find(notes, { where: north, limit: 10 })),
        ...(await tx.find(notes, { where: anything, limit: 10 })),
        ...(await tx.find(notes, { orderBy: [{ field: "id" }], after: [""], limit: 10 })),
        await tx.count(notes, anything),
        await tx.count(notes),
        ...(await tx.aggregate(notes, {
          where: anything,
          groupBy: ["text"],
          measures: { n: { measure: "count" } },
        })),
      ];
    });
    await acting;
    expect(seen).toEqual([null, null, 0, 0]);
  });

  test.each<[string, (tx: Transaction, row: never) => unknown]>([
    ["changed", (tx, row) => tx.update(notes, row, { text: "x" })],
    ["deleted", (tx, row) => tx.delete(notes, row)],
    ["settled", (tx, row) => tx.settle(notes, row, { text: "x" })],
  ])("a row that was kept from another tenant is not %s", async (_, write) => {
    const { acting, rows } = await both((tx, northern) => {
      const row = {
        tenantId: "north",
        id: northern,
        version: 1,
        text: "secret",
        dueAt: null,
        leasedUntil: null,
        fence: 0,
        updatedAt: 0,
      };
      return write(tx, row as never);
    });
    await expect(acting).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await rows()).toMatchObject([{ tenantId: "north", text: "secret" }]);
  });

  test("a row is not moved into another tenant", async () => {
    const { acting, rows } = await both((tx) => {
      const own = tx.insert(notes, { text: "own", fence: 0, ...{ tenantId: "north" } });
      return tx.update(notes, own, { text: "moved", ...{ tenantId: "north" } });
    });
    await expect(acting).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await rows()).toHaveLength(1);
  });

  test("bytes of another tenant are not opened", async () => {
    let key = "";
    const { support } = await desk(async (tx) => {
      if (tx.tenantId === "north") key = await tx.stage(new Uint8Array([1]));
      else return tx.blobs.open(key);
    });
    await support.tenant("north").notes.command();
    await expect(support.tenant("south").notes.command()).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("what a plugin throws", () => {
  test.each([
    ["an error", () => Promise.reject(new TypeError("no such thing")), /"notes" failed: no such thing/],
    ["a text", () => Promise.reject("broken"), /"notes" failed: broken/],
    ["nothing", () => Promise.reject(undefined), /"notes" failed: it threw no error/],
  ])("names the plugin: %s", async (_, work, message) => {
    for (const error of await refusals(work))
      expect(error).toMatchObject({
        code: "EXTENSION_FAILED",
        message: expect.stringMatching(message),
        details: { plugin: "notes" },
      });
  });

  test("keeps its code, its words and where it was thrown", async () => {
    const thrown = new SupportError("ALREADY_EXISTS", "There is one.", { details: { id: "not_1" } });
    const [error] = await refusals(() => Promise.reject(thrown));
    expect(error).toMatchObject({
      code: "ALREADY_EXISTS",
      message: "There is one.",
      status: 409,
      details: { id: "not_1", plugin: "notes" },
      stack: thrown.stack,
    });
  });
});

describe("reactions that cause each other", () => {
  const echo = (run: (depth: number, tx: Transaction) => void) =>
    definePlugin({
      id: "notes",
      operations: {
        begin: defineCommand({
          name: "notes.begin",
          summary: "Begins.",
          input: z.strictObject({}),
          output: nothing,
          access: { permission: null },
          http: "POST /notes",
          run: (tx): void => tx.emit("notes.echo", {}, { depth: 0 }),
        }),
      },
      reactions: [
        defineReaction({ on: "notes.echo", phase: "decide", run: ({ data }, tx) => run(data.depth, tx) }),
      ],
    });

  test.each<[string, (depth: number, tx: Transaction) => void]>([
    ["deeper and deeper", (depth, tx) => tx.emit("notes.echo", {}, { depth: depth + 1 })],
    [
      "more and more",
      (depth, tx) => {
        if (depth < 10) for (let at = 0; at < 3; at++) tx.emit("notes.echo", {}, { depth: depth + 1 });
      },
    ],
  ])("%s are stopped, with their names, and nothing is written", async (_, run) => {
    const storage = memoryStorage();
    const support = await createSupport({ storage, plugins: [echo(run)] });
    await expect(support.notes.begin()).rejects.toMatchObject({
      code: "REACTION_LIMIT",
      message: expect.stringContaining("notes.echo -> notes.echo"),
    });
    expect((await support.events.list()).rows).toEqual([]);
  });

  test("forty deep are carried out", async () => {
    const run = (depth: number, tx: Transaction) => {
      if (depth < 40) tx.emit("notes.echo", {}, { depth: depth + 1 });
    };
    const support = await createSupport({ storage: memoryStorage(), plugins: [echo(run)] });
    await support.notes.begin();
    expect((await support.events.list({ limit: 200 })).rows).toHaveLength(41);
  });
});

describe("derivations", () => {
  const solver = definePlugin({
    id: "solver",
    actsAs: ["system"],
    derivations: [
      defineDerivation(cases, async ({ before, after }, tx) => {
        if (after !== null && after.subject === "thanks" && after.category !== "solved" && before === null)
          await tx.call(operations.cases.solve, { caseId: after.id }, { as: "system" });
        return null;
      }),
    ],
  });

  async function deskWith(plugin: typeof solver) {
    const support = await createSupport({ storage: memoryStorage(), plugins: [plugin] });
    const { id: customerId } = await support.customers.create({ name: "Ada" });
    const open = (subject: string) => support.cases.open({ customerId, subject, message: { text: "?" } });
    return { support, open };
  }

  test("a case that a plugin solves in its derivation is counted as solved, with its events", async () => {
    const { support, open } = await deskWith(solver);
    const opened = await open("thanks");
    await open("a question");
    expect(opened.category).toBe("solved");
    const byHand = await createSupport({ storage: memoryStorage() });
    const { id: customerId } = await byHand.customers.create({ name: "Ada" });
    const first = await byHand.cases.open({ customerId, subject: "thanks", message: { text: "?" } });
    await byHand.cases.solve({ caseId: first.id });
    await byHand.cases.open({ customerId, subject: "a question", message: { text: "?" } });
    expect(await support.cases.counts()).toEqual(await byHand.cases.counts());
    const { rows } = await support.events.list({ caseId: opened.id, type: "case.statusChanged" });
    expect(rows).toMatchObject([{ actor: { kind: "system", id: "solver" } }]);
  });

  test("columns of a table of core are not derived by a plugin", async () => {
    const meddler = definePlugin({
      id: "solver",
      derivations: [defineDerivation(cases, async () => ({ subject: "mine" }))],
    });
    const { open } = await deskWith(meddler);
    await expect(open("yours")).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: expect.stringMatching(/"solver" derives subject of the table "cases"/),
    });
  });

  test("derivations that never settle are stopped, with the names of their tables", async () => {
    const restless = definePlugin({
      id: "solver",
      actsAs: ["system"],
      derivations: [
        defineDerivation(cases, async ({ after }, tx) => {
          if (after === null) return null;
          const priority = after.priority === "high" ? "low" : "high";
          await tx.call(operations.cases.update, { caseId: after.id, priority }, { as: "system" });
          return null;
        }),
      ],
    });
    const { open } = await deskWith(restless);
    await expect(open("a")).rejects.toMatchObject({ code: "REACTION_LIMIT" });
  });
});

describe("starting and stopping", () => {
  const living = (id: string, log: string[], dependsOn: readonly string[] = [], fails = false) => ({
    id,
    dependsOn,
    async start() {
      log.push(`start ${id}`);
      if (fails) throw new Error("no licence.");
    },
    async stop() {
      log.push(`stop ${id}`);
    },
  });

  test("plugins start after those they depend on, and stop before them", async () => {
    const log: string[] = [];
    const support = await createSupport({
      storage: memoryStorage(),
      plugins: [living("second", log, ["first"]), living("first", log)],
    });
    await support.start();
    await support.stop();
    expect(log).toEqual(["start first", "start second", "stop second", "stop first"]);
  });

  test("one that can't start is named, and those that had started are stopped", async () => {
    const log: string[] = [];
    const support = await createSupport({
      storage: memoryStorage(),
      plugins: [
        living("first", log),
        living("second", log, ["first"], true),
        living("third", log, ["second"]),
      ],
    });
    await expect(support.start()).rejects.toMatchObject({
      code: "INVALID_CONFIGURATION",
      message: expect.stringContaining('The plugin "second" can\'t start: no licence.'),
      details: { plugin: "second" },
    });
    expect(log).toEqual(["start first", "start second", "stop second", "stop first"]);
    await support.stop();
  });

  test("one that never ends doesn't keep the desk from stopping, and is reported", async () => {
    const reports: string[] = [];
    const support = await createSupport({
      storage: memoryStorage(),
      worker: { drainMs: 20 },
      plugins: [{ id: "endless", stop: () => new Promise<void>(() => undefined) }],
      report: (_, what) => void reports.push(what),
    });
    await support.start();
    await support.stop();
    expect(reports).toEqual(["stopping the plugin endless"]);
  });

  test("a running plugin commits in its own name, in a tenant, until the desk stops", async () => {
    let commit: ((tenantId: string) => Promise<string>) | undefined;
    const plugin = definePlugin({
      id: "notes",
      tables: [notes],
      start(host) {
        commit = (tenantId) =>
          host.commit(tenantId, (tx) => tx.insert(notes, { text: "t", fence: 0 }).tenantId);
      },
    });
    const support = await createSupport({ storage: memoryStorage(), tenants: ["a", "b"], plugins: [plugin] });
    await support.start();
    expect(await commit?.("b")).toBe("b");
    await expect(commit?.("c")).rejects.toMatchObject({ code: "UNKNOWN_TENANT" });
    await support.stop();
    await expect(commit?.("b")).rejects.toMatchObject({ code: "STOPPED" });
  });
});
