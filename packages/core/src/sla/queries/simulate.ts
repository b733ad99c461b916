import * as z from "zod";
import { calendarDefinitionSchema, createCalendar } from "../../calendar/index.ts";
import { type CaseRow, cases } from "../../cases/index.ts";
import { type ConditionValues, isLoaded, loadFields } from "../../conditions/index.ts";
import { profileOf } from "../../customers/index.ts";
import { SupportError } from "../../errors/index.ts";
import type { FieldDefinitions } from "../../fields/index.ts";
import {
  defineQuery,
  events,
  type Generic,
  instantInput,
  listOf,
  namedInput,
  type Read,
  shape,
} from "../../kernel/index.ts";
import type { Cursor } from "../../ports/index.ts";
import { type Clock, caughtUp } from "../clock.ts";
import { clocksOf } from "../clocksOf.ts";
import { conditionFields } from "../conditionFields.ts";
import { calendarIn, compileDefinitions, type Definitions, selectPolicy } from "../definitions.ts";
import { historyOf } from "../history.ts";
import { type Metric, metrics } from "../metrics.ts";
import type { SlaDefinitions } from "../policy.ts";
import { anyPolicy, calendarName, readDefinitions } from "../policySchema.ts";
import { replay } from "../replay.ts";
import type { ClockRow } from "../schema.ts";
import { differences, type SimulatedChange, Tally } from "../tally.ts";

const period = z.strictObject({
  from: instantInput.describe("Cases opened at this time or later, epoch milliseconds."),
  to: instantInput.describe("Cases opened before this time, epoch milliseconds."),
  limit: z.int().min(0).max(10_000).default(1_000).describe("Maximum number of differences to list."),
});

const input = z.strictObject({
  policies: listOf(anyPolicy, 1_000).default([]),
  calendars: z
    .record(calendarName, calendarDefinitionSchema)
    .refine((named) => Object.keys(named).length <= 1_000, {
      error: "has more than 1000 calendars",
      // Even if one of them is invalid.
      when: () => true,
    })
    .default({}),
  ...period.shape,
});

/** All policies and calendars to try: those in force are ignored. */
export type SimulateInput<Values extends object = ConditionValues> = SlaDefinitions<Values> &
  z.input<typeof period>;

/** @internal */
export interface SimulateInputOf extends Generic {
  readonly type: SimulateInput<ConditionValues<this["host"]["caseFields"]>>;
}

const kept = z.object({
  met: z.int(),
  missed: z.int(),
  open: z.int(),
  attainment: z.number().nullable().describe("Share of targets met, 0 to 1; null if none was met or missed."),
});

const outcome = z.enum(["met", "missed", "open", "cancelled", "none"]);

const simulation = z.object({
  cases: z.int(),
  metrics: z
    .array(z.object({ metric: z.enum(metrics), before: kept, after: kept }))
    .readonly()
    .describe("Actual attainment, and attainment under the simulated policies."),
  changes: z
    .array(
      z.object({
        caseId: z.string(),
        metric: z.enum(metrics),
        startedAt: z.int(),
        before: outcome,
        after: outcome,
      }),
    )
    .readonly()
    .describe("Clocks with a different outcome. none: there was, or would have been, no such clock."),
});

/** The result of applying different policies to the cases of a period. */
export interface Simulation extends Readonly<z.output<typeof simulation>> {}

/**
 * Replays the cases of a period under different policies. Nothing is written. Open clocks are taken as of now. Tags,
 * the host's own fields, the customer and what plugins load are today's, as events don't record their former
 * values.
 *
 * @throws SupportError INVALID_INPUT listing everything wrong with the policies and calendars; EXTENSION_FAILED if a plugin
 * can't load a field that they name
 */
export const simulate = defineQuery({
  name: "sla.simulate",
  summary: "Replays the cases of a period under different policies.",
  input: namedInput<SimulateInputOf>()(input),
  output: shape("Simulation", simulation),
  access: { permission: "sla.read" },
  http: "GET /sla/simulate",
  async run(read, { policies, calendars, from, to, limit }): Promise<Simulation> {
    const definitions = compiled({ policies, calendars }, await conditionFields(read));
    const before = new Tally();
    const after = new Tally();
    const changes: SimulatedChange[] = [];
    let count = 0;
    for await (const rows of casesOpened(read, from, to)) {
      const loaded = await valuesFor(read, definitions, rows);
      for (const row of rows) {
        const ended = await simulateCase(read, definitions, row, loaded.get(row.id));
        count++;
        before.add(ended.before);
        after.add(ended.after);
        const room = limit - changes.length;
        if (room > 0) changes.push(...differences(row.id, ended.before, ended.after).slice(0, room));
      }
    }
    const used = metrics.filter((metric) => before.has(metric) || after.has(metric));
    return {
      cases: count,
      metrics: used.map((metric) => ({ metric, before: before.of(metric), after: after.of(metric) })),
      changes,
    };
  },
});

function compiled(given: Required<SlaDefinitions>, fields: FieldDefinitions): Definitions {
  const problems: string[] = [];
  const read = readDefinitions(given, fields, problems);
  if (read === null) {
    const list = problems.map((problem) => `\n- ${problem}`).join("");
    throw new SupportError("INVALID_INPUT", `sla.simulate: invalid policies or calendars:${list}`, {
      details: { problems },
    });
  }
  const calendars = Object.entries(read.calendars).map(([name, definition]) => ({
    name,
    key: name,
    calendar: createCalendar(definition),
  }));
  return compileDefinitions("simulated", read.policies, calendars, fields);
}

/** Pages of cases, by their `case.opened`. */
async function* casesOpened(read: Read, from: number, to: number): AsyncGenerator<readonly CaseRow[]> {
  const pageSize = 200;
  let after: Cursor | undefined;
  do {
    const page = await read.find(events, {
      where: {
        and: [
          { field: "type", is: "case.opened" },
          { field: "at", atLeast: from },
          { field: "at", below: to },
        ],
      },
      orderBy: [{ field: "at" }],
      limit: pageSize,
      ...(after === undefined ? {} : { after }),
    });
    const ids = page.flatMap(({ caseId }) => (caseId === null ? [] : [caseId]));
    // Not with `get`, which would keep every case in memory until the end.
    const where = { field: "id", in: ids } as const;
    if (ids.length > 0) yield await read.find(cases, { where, limit: pageSize });
    const last = page.length < pageSize ? undefined : page.at(-1);
    after = last === undefined ? undefined : [last.at, last.id];
  } while (after !== undefined);
}

async function simulateCase(
  read: Read,
  definitions: Definitions,
  row: CaseRow,
  values: ReadonlyMap<string, unknown> = new Map(),
): Promise<{ readonly before: readonly ClockRow[]; readonly after: readonly Clock[] }> {
  const customer = definitions.looksAtCustomer ? await profileOf(read, row.customerId) : null;
  const calendarOf = (key: string | null) => calendarIn(definitions.calendars, key);
  const promisesFor = (facts: CaseRow) => {
    const { policy } = selectPolicy(definitions, { case: facts, customer, values });
    return { for: (metric: Metric) => policy?.targetFor(metric, facts) ?? null, calendarOf };
  };
  const history = await historyOf(read, row.id);
  const clocks = replay(row, history, { promisesFor, deciding: definitions.fields });
  const before = await clocksOf(read, row.id);
  return { before, after: clocks.map((clock) => caughtUp(clock, read.now, calendarOf)) };
}

/** What plugins load for cases, by case id. A simulation without some of it would be wrong. */
async function valuesFor(
  read: Read,
  { fields }: Definitions,
  rows: readonly CaseRow[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, unknown>>> {
  if (![...fields].some(isLoaded)) return new Map();
  const { values, failed } = await loadFields(read, fields, rows);
  const [first] = failed;
  if (first === undefined) return values;
  throw new SupportError("EXTENSION_FAILED", `sla.simulate: ${first.message}`, {
    details: { ...first, plugin: first.source.split(".")[0] },
  });
}
