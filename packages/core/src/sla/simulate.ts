import * as z from "zod";
import { createCalendar } from "../calendar/index.ts";
import { type Case, cases } from "../cases/index.ts";
import { profileOf } from "../customers/index.ts";
import { SupportError } from "../errors/index.ts";
import type { FieldDefinitions } from "../fields/index.ts";
import {
  authorize,
  type Context,
  events,
  instantInput,
  parseInput,
  type Transaction,
  transact,
} from "../kernel/index.ts";
import { type Clock, caughtUp } from "./clock.ts";
import { calendarIn, compileDefinitions, type Definitions, selectPolicy } from "./definitions.ts";
import { historyOf } from "./history.ts";
import { type Metric, metrics } from "./metrics.ts";
import { attainment, type Outcome, outcomeOf } from "./outcome.ts";
import type { SlaDefinitions } from "./policy.ts";
import { definitionProblems } from "./policySchema.ts";
import { replay } from "./replay.ts";
import { type ClockRow, slaClocks } from "./schema.ts";

const period = z.object({
  /** Cases opened from then on, epoch milliseconds. */
  from: instantInput,
  /** And before then. */
  to: instantInput,
  /** Most differences to list. */
  limit: z.int().min(0).max(10_000).default(1_000),
});

/** Policies and calendars to try, whole: those in force play no part. */
export type SimulateInput = SlaDefinitions & z.input<typeof period>;

interface Kept {
  readonly met: number;
  readonly missed: number;
  readonly open: number;
  /** Share of promises kept, 0 to 1; null where none was met or missed. */
  readonly attainment: number | null;
}

/** A promise that would have ended otherwise. `none`: it was not, or would not have been, made. */
export interface SimulatedChange {
  readonly caseId: string;
  readonly metric: Metric;
  readonly startedAt: number;
  readonly before: Outcome | "none";
  readonly after: Outcome | "none";
}

export interface Simulation {
  readonly cases: number;
  /** How promises were kept, and how they would have been. */
  readonly metrics: readonly { readonly metric: Metric; readonly before: Kept; readonly after: Kept }[];
  readonly changes: readonly SimulatedChange[];
}

/**
 * Replays what happened to the cases of a period under other policies. Nothing is written. Open clocks are taken as
 * they would stand now. Tags, the host's own fields and the customer are those of today: events don't keep what they
 * were.
 *
 * @throws SupportError INVALID_INPUT listing everything wrong with the policies and calendars.
 */
export async function simulate(
  context: Context,
  fields: FieldDefinitions,
  input: SimulateInput,
): Promise<Simulation> {
  const { from, to, limit } = parseInput(period, input, "sla.simulate");
  const { policies, calendars } = input;
  await authorize(context, "sla.read");
  const definitions = compiled({ policies: policies ?? [], calendars: calendars ?? {} }, fields);
  const before = new Tally();
  const after = new Tally();
  const changes: SimulatedChange[] = [];
  let count = 0;
  for await (const caseId of casesOpened(context, from, to)) {
    const outcome = await transact(context, (tx) => simulateCase(tx, definitions, caseId));
    if (outcome === null) continue;
    count++;
    before.add(outcome.before);
    after.add(outcome.after);
    const room = limit - changes.length;
    if (room > 0) changes.push(...differences(caseId, outcome.before, outcome.after).slice(0, room));
  }
  const used = metrics.filter((metric) => before.has(metric) || after.has(metric));
  return {
    cases: count,
    metrics: used.map((metric) => ({ metric, before: before.of(metric), after: after.of(metric) })),
    changes,
  };
}

function compiled(given: Required<SlaDefinitions>, fields: FieldDefinitions): Definitions {
  const problems = definitionProblems(given, fields);
  if (problems.length > 0) {
    const list = problems.map((problem) => `\n- ${problem}`).join("");
    throw new SupportError("INVALID_INPUT", `sla.simulate was given wrong policies or calendars:${list}`, {
      details: { problems },
    });
  }
  const calendars = Object.entries(given.calendars).map(([name, definition]) => ({
    name,
    key: name,
    calendar: createCalendar(definition),
  }));
  return compileDefinitions("simulated", given.policies, calendars, fields);
}

/** Ids of cases by their `case.opened`, page by page. */
async function* casesOpened({ storage, tenantId }: Context, from: number, to: number) {
  let after: readonly (number | string)[] | undefined;
  do {
    const page = await storage.find(events, {
      where: {
        and: [
          { field: "tenantId", is: tenantId },
          { field: "type", is: "case.opened" },
          { field: "at", atLeast: from },
          { field: "at", below: to },
        ],
      },
      orderBy: [{ field: "at" }],
      limit: 1_000,
      ...(after === undefined ? {} : { after }),
    });
    for (const { caseId } of page) if (caseId !== null) yield caseId;
    const last = page.length < 1_000 ? undefined : page.at(-1);
    after = last === undefined ? undefined : [last.at, last.id];
  } while (after !== undefined);
}

async function simulateCase(
  tx: Transaction,
  definitions: Definitions,
  caseId: string,
): Promise<{ readonly before: readonly ClockRow[]; readonly after: readonly Clock[] } | null> {
  const row = await tx.get(cases, caseId);
  if (row === null) return null;
  const customer = definitions.looksAtCustomer ? await profileOf(tx, row.customerId) : null;
  const calendarOf = (key: string | null) => calendarIn(definitions.calendars, key);
  const promisesFor = (facts: Case) => {
    const policy = selectPolicy(definitions, { case: facts, customer });
    return {
      for: (metric: Metric) => policy?.targetFor(metric, facts) ?? null,
      calendarOf,
    };
  };
  const history = await historyOf(tx, caseId);
  const clocks = replay(row, history, { promisesFor, deciding: definitions.fields });
  const before = await tx.find(slaClocks, { where: { field: "caseId", is: caseId }, limit: 1_000 });
  return { before, after: clocks.map((clock) => caughtUp(clock, tx.now, calendarOf)) };
}

function differences(
  caseId: string,
  before: readonly Clock[],
  after: readonly Clock[],
): readonly SimulatedChange[] {
  const key = ({ metric, startedAt }: Clock) => `${metric} ${startedAt}`;
  const byKey = (clocks: readonly Clock[]) =>
    new Map(clocks.filter(({ state }) => state !== "cancelled").map((clock) => [key(clock), clock]));
  const old = byKey(before);
  const now = byKey(after);
  const outcome = (clock: Clock | undefined): SimulatedChange["before"] =>
    clock === undefined ? "none" : outcomeOf(clock);
  return [...new Map([...old, ...now])].flatMap(([at, { metric, startedAt }]) => {
    const change = { before: outcome(old.get(at)), after: outcome(now.get(at)) };
    return change.before === change.after ? [] : [{ caseId, metric, startedAt, ...change }];
  });
}

class Tally {
  readonly #counts = new Map<string, number>();

  add(clocks: readonly Clock[]): void {
    for (const clock of clocks) {
      const key = `${clock.metric} ${outcomeOf(clock)}`;
      this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    }
  }

  has(metric: Metric): boolean {
    const { met, missed, open } = this.of(metric);
    return met + missed + open > 0;
  }

  of(metric: Metric): Kept {
    const count = (outcome: Outcome) => this.#counts.get(`${metric} ${outcome}`) ?? 0;
    const met = count("met");
    const missed = count("missed");
    return { met, missed, open: count("open"), attainment: attainment(met, missed) };
  }
}
