import fc from "fast-check";
import { expect, test } from "vitest";
import type { CalendarDefinition } from "../calendar/index.ts";
import { memoryStorage } from "../memory/index.ts";
import type { Storage } from "../ports/index.ts";
import { deskForTests, minute, morning } from "./deskForTests.ts";
import type { Metric, SlaPolicy } from "./index.ts";
import * as naive from "./naiveModel.ts";

const office = ["09:00-12:00", "13:00-17:00"];
const long = ["08:00-20:00"];
const calendars: Record<string, CalendarDefinition> = {
  office: {
    timeZone: "UTC",
    hours: { monday: office, tuesday: office, wednesday: office, thursday: office, friday: office },
  },
  daily: {
    timeZone: "UTC",
    hours: {
      monday: long,
      tuesday: long,
      wednesday: long,
      thursday: long,
      friday: long,
      saturday: long,
      sunday: long,
    },
  },
};

const policyOf = ({ calendar, minutes }: naive.NaivePolicy): SlaPolicy => ({
  id: "p",
  calendar: calendar === "always" ? null : calendar,
  warnings: ["50%"],
  targets: naive.modelled.flatMap((metric) =>
    (["low", "urgent"] as const).map((priority) => ({
      metric: metric as Metric,
      priority,
      within: `${minutes[priority]}m`,
    })),
  ),
});

type Desk = Awaited<ReturnType<typeof deskForTests>>;

interface Model {
  now: number;
  policy: naive.NaivePolicy;
  readonly cases: naive.NaiveCase[];
}

interface Real {
  readonly desk: Desk;
  readonly caseIds: string[];
  /** Customer messages by their number in the model. */
  readonly messageIds: Map<number, string>;
}

type Command = fc.AsyncCommand<Model, Real>;
let numbers = 0;

/** A command about one of the cases, numbered modulo their count. */
function about(
  name: string,
  at: number,
  isPossible: (found: naive.NaiveCase) => boolean,
  run: (model: Model, real: Real, found: naive.NaiveCase, caseId: string) => Promise<unknown>,
): Command {
  const pick = ({ cases }: Model) => cases[at % Math.max(1, cases.length)];
  return {
    check: (model) => {
      const found = pick(model);
      return found !== undefined && !found.merged && isPossible(found);
    },
    run: async (model, real) => {
      const found = pick(model);
      const caseId = real.caseIds[at % real.caseIds.length];
      if (found !== undefined && caseId !== undefined) await run(model, real, found, caseId);
    },
    toString: () => `${name}(${at})`,
  };
}

const any = () => true;
const statuses = ["open", "pending", "on_hold", "solved"] as const;
const index = fc.nat({ max: 2 });
const priorities = fc.constantFrom("low", "urgent");

const openCommand = (handler: "bot" | "human", priority: naive.Priority): Command => ({
  check: ({ cases }) => cases.length < 3,
  run: async (model, { desk, caseIds }) => {
    caseIds.push(await desk.open({ handler, priority }));
    model.cases.push(naive.openCase(model.policy, model.now, ++numbers, { handler, priority }));
  },
  toString: () => `open(${handler}, ${priority})`,
});

const pass = (minutes: number): Command => ({
  check: () => true,
  run: async (model, { desk }) => {
    model.now += minutes;
    desk.pass(minutes * minute);
  },
  toString: () => `pass(${minutes})`,
});

/** The clock is set back, work is done, and the clock is corrected again. */
const setBack = (minutes: number): Command => ({
  check: () => true,
  run: async (_, { desk }) => {
    desk.pass(-minutes * minute);
    await desk.tick();
    desk.pass(minutes * minute);
  },
  toString: () => `setBack(${minutes})`,
});

const edit = (policy: naive.NaivePolicy): Command => ({
  check: () => true,
  run: async (model, { desk }) => {
    await desk.support.policies.save(policyOf(policy));
    await desk.tick();
    model.policy = policy;
    for (const found of model.cases) naive.retargetAll(found, policy, model.now);
  },
  toString: () => `edit(${JSON.stringify(policy)})`,
});

const compare = (): Command => ({
  check: () => true,
  run: agree,
  toString: () => "compare",
});

const agents: readonly fc.Arbitrary<Command>[] = [
  index.map((at) =>
    about("customerWrites", at, any, async (model, { desk, messageIds }, found, caseId) => {
      const { id } = await desk.write(caseId);
      messageIds.set(++numbers, id);
      naive.customerWrites(found, model.policy, model.now, numbers);
    }),
  ),
  index.map((at) =>
    about("replies", at, any, async (model, { desk }, found, caseId) => {
      await desk.reply(caseId);
      naive.personReplies(found, model.policy, model.now, ++numbers);
    }),
  ),
  index.map((at) =>
    about("notes", at, any, (_, { desk }, __, caseId) => desk.agent.note({ caseId, text: "Hm" })),
  ),
  index.map((at) =>
    about("botReplies", at, any, (_, { desk }, __, caseId) => desk.bot.reply({ caseId, text: "Beep" })),
  ),
  fc.tuple(index, fc.constantFrom(...statuses)).map(([at, status]) =>
    about(`status ${status}`, at, any, async (model, { desk }, found, caseId) => {
      await desk.agent.update({ caseId, status });
      naive.changeStatus(found, model.policy, model.now, status);
    }),
  ),
  fc.tuple(index, priorities).map(([at, priority]) =>
    about(`priority ${priority}`, at, any, async (model, { desk }, found, caseId) => {
      await desk.agent.update({ caseId, priority });
      if (found.priority === priority) return;
      found.priority = priority;
      naive.retargetAll(found, model.policy, model.now);
    }),
  ),
  fc.tuple(index, fc.constantFrom("bot", "human")).map(([at, to]) =>
    about(`handOff ${to}`, at, any, async (model, { desk }, found, caseId) => {
      await desk.agent.handOff({ caseId, to: to === "bot" ? "bot" : "human" });
      if (!found.spam) naive.handOff(found, model.policy, model.now, to);
      found.handler = to;
    }),
  ),
  fc.tuple(index, fc.boolean()).map(([at, spam]) =>
    about(`spam ${spam}`, at, any, async (model, { desk }, found, caseId) => {
      await desk.agent.markSpam({ caseId, spam });
      naive.markSpam(found, model.policy, model.now, spam);
    }),
  ),
  index.map((at) =>
    about("merge", at, any, async ({ now, cases, policy }, { desk, caseIds }, found, fromId) => {
      const into = cases.findIndex((other) => other !== found && !other.merged);
      const [intoId, survivor] = [caseIds[into], cases[into]];
      if (intoId === undefined || survivor === undefined) return;
      await desk.agent.merge({ fromId, intoId });
      const since = found.waiting;
      if (since !== null && survivor.category === "solved") naive.changeStatus(survivor, policy, now, "open");
      if (since !== null) survivor.waiting = Math.min(survivor.waiting ?? since, since);
      naive.merge(found, now);
    }),
  ),
  index.map((at) =>
    about("split", at, any, async (model, { desk, caseIds, messageIds }, found, caseId) => {
      const moved = naive.split(found, model.policy, model.now);
      const messageId = messageIds.get(moved ?? -1);
      if (moved === null || messageId === undefined) return;
      caseIds.push((await desk.agent.split({ caseId, messageIds: [messageId] })).id);
      const { priority } = found;
      model.cases.push(naive.openCase(model.policy, model.now, moved, { handler: "human", priority }));
    }),
  ),
];

async function agree({ now, cases }: Model, { desk, caseIds }: Real): Promise<void> {
  await desk.tick();
  for (const [at, found] of cases.entries()) {
    const rows = (await desk.support.sla.clocks({ caseId: caseIds[at] ?? "" })).rows;
    const inMinutes = (instant: number | null) => (instant === null ? null : (instant - morning) / minute);
    const real = rows.map((row) => ({
      ...{ metric: row.metric, start: inMinutes(row.startedAt), state: row.state },
      target: row.targetMs / minute,
      calendar: row.calendar?.split("@")[0] ?? "always",
      sum: row.state === "running" ? null : row.countedMs / minute,
      deadline: row.state === "running" && row.breachedAt === null ? inMinutes(row.deadline) : null,
      breachedAt: inMinutes(row.breachedAt),
      isWarned: row.warned.length,
    }));
    for (const clock of found.clocks) naive.settle(clock, now);
    const expected = found.clocks.map((clock) => ({
      ...{ metric: clock.metric, start: clock.start, state: clock.state },
      ...{ target: clock.target, calendar: clock.calendar },
      sum: clock.state === "running" ? null : clock.sum,
      deadline: naive.deadlineOf(clock),
      breachedAt: clock.breachedAt,
      isWarned: clock.warnedAt === null ? 0 : 1,
    }));
    const sorted = (list: readonly object[]) => list.map((item) => JSON.stringify(item)).sort();
    expect(sorted(real)).toEqual(sorted(expected));
  }
  expect(desk.reports).toEqual([]);
}

const policies = fc.record({
  calendar: fc.constantFrom("office", "daily", "always"),
  minutes: fc.record({
    low: fc.integer({ min: 1, max: 40 }).map((quarters) => quarters * 30),
    urgent: fc.integer({ min: 1, max: 10 }).map((quarters) => quarters * 30),
  }),
});

/** Which storage; `SLA_MODEL_STORAGE=@heedkit/storage-sqlite` for the embedded database, in memory. */
async function storageOfRun(): Promise<Storage> {
  const name = process.env.SLA_MODEL_STORAGE;
  if (name === undefined) return memoryStorage();
  const adapter: { sqliteStorage(options: { readonly path: string }): Storage } = await import(name);
  return adapter.sqliteStorage({ path: ":memory:" });
}

/** How many sequences; `SLA_MODEL_RUNS=100` for a short look. */
const runs = Number(process.env.SLA_MODEL_RUNS ?? 2_000);

test(`over ${runs} histories the clocks agree with a naive count, minute by minute`, {
  timeout: 600_000,
}, async () => {
  const commands = fc.commands(
    [
      fc
        .tuple(fc.constantFrom("bot", "human"), priorities)
        .map(([handler, priority]) => openCommand(handler, priority)),
      fc.integer({ min: 1, max: 600 }).map(pass),
      fc.constantFrom(1_440, 4_320, 20_000).map(pass),
      fc.integer({ min: 1, max: 5_000 }).map(setBack),
      policies.map(edit),
      fc.constant(compare()),
      ...agents,
    ],
    { maxCommands: 30 },
  );
  await fc.assert(
    fc.asyncProperty(policies, commands, async (policy, sequence) => {
      const setup = async () => {
        const desk = await deskForTests({ calendars }, { storage: await storageOfRun() });
        await desk.support.policies.save(policyOf(policy));
        await desk.tick();
        numbers = 0;
        const real: Real = { desk, caseIds: [], messageIds: new Map() };
        const model: Model = { now: 0, policy, cases: [] };
        await openCommand("human", "low").run(model, real);
        return { model, real };
      };
      const made = await setup();
      await fc.asyncModelRun(async () => made, sequence);
      await agree(made.model, made.real);
      await made.real.desk.support.stop();
    }),
    { numRuns: runs },
  );
});
