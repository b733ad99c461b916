import { describe, expect, test } from "vitest";
import * as z from "zod";
import {
  type ConditionField,
  cases,
  createSupport,
  defineCommand,
  defineConditionField,
  definePlugin,
  defineTable,
  nothing,
  operations,
  type Read,
  reference,
  type SlaPolicy,
  type Storage,
  type Transaction,
} from "../index.ts";
import { memoryStorage } from "../memory/index.ts";
import { hour } from "./deskForTests.ts";

declare module "../index.ts" {
  interface ConditionFields {
    "moods.mood": "calm" | "cross" | null;
    "moods.score": number | null;
  }
  interface SupportEvents {
    "moods.felt": { readonly caseId: string };
  }
}

const moods = defineTable("moodsRows", {
  comment: "How customers feel about a case.",
  idPrefix: "moo",
  fields: { caseId: z.string(), mood: z.enum(["calm", "cross"]) },
  unique: { case: ["caseId"] },
  personal: "none",
});

const feel = defineCommand({
  name: "moods.feel",
  summary: "Records a mood.",
  input: z.strictObject({ caseId: reference("case"), mood: z.enum(["calm", "cross"]) }),
  output: nothing,
  access: { permission: "cases.write" },
  http: "POST /cases/{caseId}/mood",
  async run(tx, { caseId, mood }): Promise<void> {
    const row = await tx.findOne(moods, { field: "caseId", is: caseId });
    if (row === null) tx.insert(moods, { caseId, mood });
    else tx.update(moods, row, { mood });
    tx.emit("moods.felt", { caseId }, { caseId });
  },
});

const stored = defineConditionField({
  name: "moods.mood",
  type: "text",
  options: ["calm", "cross"],
  changedBy: ["moods.felt"],
  async load(read, subjects) {
    const where = { field: "caseId", in: subjects.map((subject) => subject.case.id) } as const;
    const rows = await read.find(moods, { where, limit: subjects.length });
    return new Map(rows.map(({ caseId, mood }) => [caseId, mood]));
  },
});

/** A field that does as a test says. */
const doing = (load: ConditionField["load"], more: Partial<ConditionField> = {}): ConditionField => ({
  ...stored,
  // As a plugin without types does.
  load,
  ...more,
});

const within = (id: string, hours: number, when?: SlaPolicy["when"]): SlaPolicy => ({
  ...{ id, targets: [{ metric: "first_reply", within: `${hours}h` }] },
  ...(when === undefined ? { default: true } : { when }),
});
const cross = within("cross", 1, { field: "moods.mood", is: "cross" });
const urgent = within("urgent", 2, { field: "case.priority", is: "urgent" });
const rest = within("rest", 8);

async function desk(
  field: ConditionField = stored,
  policies: readonly SlaPolicy[] = [cross, urgent, rest],
  storage: Storage = memoryStorage(),
) {
  const reports: unknown[] = [];
  const plugin = definePlugin({
    ...{ id: "moods", tables: [moods], operations: { feel }, actsAs: ["system"] },
    conditions: [field],
  });
  const support = await createSupport({
    storage,
    tenants: ["north", "south"],
    plugins: [plugin],
    sla: { policies, definitionsMaxAgeMs: 0 },
    report: (error) => void reports.push(error),
  });
  const { id: customerId } = await support.customers.create({ name: "Ada" });
  const open = async (values: { readonly priority?: "urgent" } = {}) =>
    (await support.cases.open({ customerId, subject: "Help", message: { text: "?" }, ...values })).id;
  const clock = async (caseId: string) => (await support.sla.clocks({ caseId })).rows.at(-1) ?? null;
  const policyOf = async (caseId: string) => (await clock(caseId))?.policyId ?? null;
  return { support, storage, reports, customerId, open, clock, policyOf };
}

describe("a policy depends on a field of a plugin", () => {
  test("and follows it in the commit in which the plugin's event says that it changed", async () => {
    const { support, open, clock, policyOf } = await desk();
    const caseId = await open();
    expect(await policyOf(caseId)).toBe("rest");
    await support.moods.feel({ caseId, mood: "cross" });
    expect(await clock(caseId)).toMatchObject({ policyId: "cross", targetMs: hour });
    expect((await clock(caseId))?.log.at(-1)).toMatchObject({ kind: "retarget", because: "plugin" });
    const { text } = await support.sla.explain({ caseId });
    expect(text).toContain("a value that a plugin loads changed");
    await support.moods.feel({ caseId, mood: "calm" });
    expect(await policyOf(caseId)).toBe("rest");
  });

  test("and starts the clock that it lacked without one", async () => {
    const { support, open, clock } = await desk(stored, [cross]);
    const caseId = await open();
    expect(await clock(caseId)).toBeNull();
    await support.moods.feel({ caseId, mood: "cross" });
    expect(await clock(caseId)).toMatchObject({ policyId: "cross", state: "running" });
  });

  test("which is loaded only where the choice depends on it", async () => {
    const asked: string[] = [];
    const counting = doing((read, subjects, signal) => {
      asked.push(...subjects.map((subject) => subject.case.id));
      return stored.load(read, subjects, signal);
    });
    const { open, policyOf } = await desk(counting, [urgent, cross, rest]);
    expect(await policyOf(await open({ priority: "urgent" }))).toBe("urgent");
    expect(asked).toEqual([]);
    const caseId = await open();
    expect(new Set(asked)).toEqual(new Set([caseId]));
  });

  test("beside others, decided by what is known alone if that is enough", async () => {
    const asked: string[] = [];
    const counting = doing((_, subjects) => {
      asked.push(...subjects.map((subject) => subject.case.id));
      return new Map();
    });
    const both = { all: [urgent.when ?? { all: [] }, { field: "moods.mood", is: null }] } as const;
    const { open, policyOf } = await desk(counting, [within("both", 1, both), rest]);
    expect(await policyOf(await open())).toBe("rest");
    expect(asked).toEqual([]);
    expect(await policyOf(await open({ priority: "urgent" }))).toBe("both");
  });

  test("that has just changed", async () => {
    const changed = within("changed", 1, { field: "moods.mood", changed: true });
    const { support, open, policyOf } = await desk(stored, [changed, rest]);
    const caseId = await open();
    expect(await policyOf(caseId)).toBe("rest");
    await support.moods.feel({ caseId, mood: "calm" });
    expect(await policyOf(caseId)).toBe("changed");
  });

  test("for the case's own tenant, in the plugin's name, whoever acts, and without writing", async () => {
    const seen: unknown[] = [];
    const looking = doing(async (read: Read, [subject]) => {
      const north = await read.count(cases, { field: "tenantId", is: "north" });
      seen.push(read.tenantId, read.actor, north, subject?.case.subject, subject?.customer?.name);
      // As a plugin without types tries.
      const write = () => (read as unknown as Transaction).insert(moods, { caseId: "cas_1", mood: "calm" });
      expect(write).toThrow(expect.objectContaining({ code: "INTERNAL" }));
      await read.call(operations.jobs.list, {}, { as: "system" });
      return new Map();
    });
    const { support, open, reports } = await desk(looking);
    await open();
    seen.length = 0;
    const south = support.tenant("south");
    const { id } = await south.customers.create({ name: "Bo" });
    await south.as({ kind: "customer", id }).cases.open({
      ...{ customerId: id, subject: "Lost", message: { text: "?" } },
    });
    expect(seen.slice(0, 5)).toEqual(["south", { kind: "system", id: "moods" }, 0, "Lost", "Bo"]);
    expect(reports).toEqual([]);
  });
});

describe("a policy that can't be evaluated is refused", () => {
  test.each<[string, object, RegExp]>([
    [
      "a misspelt field",
      { field: "moods.moood", is: "cross" },
      /Unknown field "moods\.moood"\. Did you mean "moods\.mood"\?/,
    ],
    ["a value that the field can't hold", { field: "moods.mood", is: "crss" }, /did you mean "cross"/],
    ["a comparison that it doesn't have", { field: "moods.mood", greater: "calm" }, /no order/],
    ["a field of a plugin that isn't there", { field: "stars.mood", is: 1 }, /Unknown field "stars\.mood"/],
  ])("for %s", async (_, when, message) => {
    // As untyped callers write it.
    const wrong = { ...cross, when } as unknown as SlaPolicy;
    await expect(desk(stored, [wrong])).rejects.toMatchObject({
      code: "INVALID_CONFIGURATION",
      message: expect.stringMatching(message),
    });
    const { support } = await desk();
    await expect(support.policies.save(wrong)).rejects.toMatchObject({
      code: "INVALID_INPUT",
      message: expect.stringMatching(message),
    });
  });
});

describe("a plugin that fails to load its field", () => {
  const broken = () => {
    throw new TypeError("no such column");
  };

  test.each<[string, ConditionField["load"], string]>([
    ["throws", broken, "EXTENSION_FAILED"],
    ["rejects with a text", () => Promise.reject("down"), "EXTENSION_FAILED"],
    ["returns nothing", () => undefined, "EXTENSION_FAILED"],
    ["returns an object", () => ({}), "EXTENSION_FAILED"],
    ["returns a value of another type", (_, [one]) => new Map([[one?.case.id, 5]]), "EXTENSION_FAILED"],
    ["returns a value it didn't declare", (_, [one]) => new Map([[one?.case.id, "x"]]), "EXTENSION_FAILED"],
    [
      "calls what it may not",
      (read) => read.call(operations.jobs.list, {}, { as: { kind: "bot", id: "b" } }),
      "FORBIDDEN",
    ],
    ["never answers", () => new Promise(() => undefined), "TIMED_OUT"],
  ])("because it %s is reported by name, and loses no message", async (_, load, code) => {
    const { support, open, policyOf, reports } = await desk(doing(load, { timeoutMs: 20 }));
    const caseId = await open();
    expect(await policyOf(caseId)).toBe("rest");
    expect(reports).toEqual([
      expect.objectContaining({
        code,
        message: expect.stringMatching(code === "FORBIDDEN" ? /moods/ : /condition field "moods\.mood"/),
        details: expect.objectContaining({ plugin: "moods" }),
      }),
    ]);
    await support.cases.addCustomerMessage({ caseId, text: "And?" });
    expect((await support.cases.messages({ caseId })).rows).toHaveLength(2);
  });

  test("is waited for once in a commit, whatever happens in it", async () => {
    let asked = 0;
    const never = doing(
      () => {
        asked++;
        return new Promise(() => undefined);
      },
      { timeoutMs: 20, changedBy: ["case.opened", "case.priorityChanged", "case.updated"] },
    );
    const { support, open } = await desk(never);
    const caseId = await open();
    expect(asked).toBe(1);
    await support.cases.update({ caseId, priority: "high", tags: ["vip"] });
    expect(asked).toBe(2);
  });

  test("takes back no target that was set before", async () => {
    let isDown = false;
    const { support, open, clock, policyOf } = await desk(
      doing((...given) => (isDown ? broken() : stored.load(...given))),
    );
    const caseId = await open();
    await support.moods.feel({ caseId, mood: "cross" });
    isDown = true;
    await support.cases.update({ caseId, priority: "high" });
    await support.cases.addCustomerMessage({ caseId, text: "And?" });
    expect(await clock(caseId)).toMatchObject({ policyId: "cross", state: "running" });
    await support.moods.feel({ caseId, mood: "calm" });
    expect(await policyOf(caseId)).toBe("cross");
    isDown = false;
    await support.cases.update({ caseId, priority: "low" });
    expect(await policyOf(caseId)).toBe("rest");
  });

  test("is made up for by a recomputation once it works, also if one came too early", async () => {
    let isDown = true;
    const field = doing(() => (isDown ? broken() : new Map(all.map((id) => [id, "cross"]))));
    const { support, open, policyOf } = await desk(field);
    const all = [await open(), await open()];
    const recomputed = async () => {
      await support.sla.recompute();
      await support.tick();
      const progress = await support.sla.recomputeProgress();
      expect(progress).toMatchObject({ state: "done", remaining: 0 });
      return progress?.looked;
    };
    expect(await recomputed()).toBe(2);
    expect(await Promise.all(all.map(policyOf))).toEqual(["rest", "rest"]);
    isDown = false;
    expect(await recomputed()).toBe(2);
    expect(await Promise.all(all.map(policyOf))).toEqual(["cross", "cross"]);
    expect(await recomputed()).toBe(0);
  });

  test("stops a simulation, which would be wrong without it", async () => {
    const { support, open } = await desk(doing(broken));
    await open();
    const now = Date.now();
    const trying = support.sla.simulate({ from: now - hour, to: now + hour, policies: [cross, rest] });
    await expect(trying).rejects.toMatchObject({
      code: "EXTENSION_FAILED",
      message: expect.stringMatching(/^sla\.simulate: .*"moods\.mood"/),
      details: { plugin: "moods" },
    });
  });
});

test("a desk without the plugin keeps its other policies, and says once what is missing", async () => {
  const storage = memoryStorage();
  const before = await desk(stored, [rest], storage);
  await before.support.policies.save(cross);
  const caseId = await before.open();
  await before.support.moods.feel({ caseId, mood: "cross" });
  const reports: unknown[] = [];
  const support = await createSupport({
    storage,
    tenants: ["north", "south"],
    sla: { policies: [rest] },
    report: (error) => void reports.push(error),
  });
  const open = () =>
    support.cases.open({ customerId: before.customerId, subject: "?", message: { text: "?" } });
  const policiesOf = async (id: string) =>
    (await support.sla.clocks({ caseId: id })).rows.map(({ policyId }) => policyId);
  expect(await policiesOf((await open()).id)).toEqual(["rest"]);
  await support.cases.update({ caseId, priority: "high" });
  expect(await policiesOf(caseId)).toEqual(["cross"]);
  expect(reports).toEqual([
    expect.objectContaining({
      code: "EXTENSION_FAILED",
      message: expect.stringMatching(/"cross" depends on "moods\.mood", which no plugin of this desk loads/),
    }),
  ]);
});

test("cases are loaded in batches of at most a hundred", async () => {
  const sizes: number[] = [];
  let isCross = false;
  const { support, open, policyOf } = await desk(
    doing((_, subjects) => {
      sizes.push(subjects.length);
      return new Map(isCross ? subjects.map((subject) => [subject.case.id, "cross"]) : []);
    }),
  );
  const all: string[] = [];
  for (let at = 0; at < 130; at++) all.push(await open());
  sizes.length = 0;
  const now = Date.now();
  await support.sla.simulate({ from: now - hour, to: now + hour, policies: [cross, rest] });
  expect(sizes).toEqual([100, 30]);
  sizes.length = 0;
  isCross = true;
  await support.policies.save(within("low", 9, { field: "case.priority", is: "low" }));
  await support.sla.recompute();
  await support.tick();
  expect(Math.max(...sizes)).toBe(100);
  expect(new Set(await Promise.all(all.map(policyOf)))).toEqual(new Set(["cross"]));
});
