import * as z from "zod";
import type { BusinessCalendar, OpenInterval } from "../calendar/index.ts";
import { requireCase } from "../cases/index.ts";
import { isTimeZone } from "../customers/index.ts";
import { authorize, type Context, lineInput, parseId, parseInput, transact } from "../kernel/index.ts";
import type { Instant } from "../ports/index.ts";
import { type CalendarOf, type Clock, type ClockEntry, caughtUp, countedAt, deadlineOf } from "./clock.ts";
import { calendarIn } from "./definitions.ts";
import type { DefinitionsStore } from "./definitionsStore.ts";
import { formatDuration } from "./duration.ts";
import type { Metric } from "./metrics.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { slaClocks } from "./schema.ts";
import { becauseWords, closedWords, entryWords, instantWords, metricWords, summaryWords } from "./wording.ts";

/** A stretch of a clock's life, counted or not. */
export interface ExplainedStretch {
  readonly from: Instant;
  readonly to: Instant;
  readonly counts: boolean;
  /** A code: `open`, `closed` (outside of business hours), `pending`, `on_hold`, `solved` ... */
  readonly reason: string;
  /** The reason, for people. */
  readonly words: string;
  /** Counted time when the stretch was over, in milliseconds. */
  readonly sumMs: number;
}

/** Something that happened to a clock. */
export interface ExplainedMoment {
  readonly at: Instant;
  readonly kind: ClockEntry["kind"];
  readonly countedMs: number;
  /** A code. */
  readonly because: string;
  readonly words: string;
}

export interface ExplainedClock {
  readonly clockId: string;
  readonly metric: Metric;
  /** The metric, for people. */
  readonly name: string;
  readonly policyId: string;
  readonly state: Clock["state"];
  readonly outcome: Outcome;
  readonly startedAt: Instant;
  /** When it ended, or now. */
  readonly until: Instant;
  readonly targetMs: number;
  readonly countedMs: number;
  /** Counted time and target, for people. */
  readonly progress: string;
  /** When the target is, or would have been, missed; null in a pause. */
  readonly deadline: Instant | null;
  readonly breachedAt: Instant | null;
  readonly endedAt: Instant | null;
  /** Name of the calendar in force; null: all time counts. */
  readonly calendar: string | null;
  readonly stretches: readonly ExplainedStretch[];
  readonly moments: readonly ExplainedMoment[];
  /** The whole of it in a sentence. */
  readonly summary: string;
}

export interface Explanation {
  readonly caseId: string;
  readonly code: string;
  readonly now: Instant;
  /** Zone of the times in words. */
  readonly timeZone: string;
  readonly clocks: readonly ExplainedClock[];
  /** Everything in words, a line each. */
  readonly text: string;
}

/** Stretches that are told apart by open hours at the most; a longer life is told in whole stretches. */
const mostStretches = 400;

/**
 * Tells of each clock of a case which stretches were counted, which were not and why, the sum, and the deadline.
 * `timeZone` is that of the words; default UTC. @throws SupportError NOT_FOUND
 */
const wordsInput = z.strictObject({
  timeZone: lineInput(100)
    .refine(isTimeZone, "is not an IANA time zone such as Europe/Berlin")
    .default("UTC"),
});

export async function explain(
  context: Context,
  store: DefinitionsStore,
  caseId: string,
  words: { readonly timeZone?: string } = {},
): Promise<Explanation> {
  await authorize(context, "sla.read");
  parseId(caseId, "sla.explain");
  const { timeZone } = parseInput(wordsInput, words, "sla.explain");
  return transact(context, async (tx) => {
    const { code } = await requireCase(tx, caseId);
    const rows = await tx.find(slaClocks, {
      where: { field: "caseId", is: caseId },
      orderBy: [{ field: "startedAt" }],
      limit: 1_000,
    });
    const definitions = await store.current(tx);
    const keys = rows.flatMap(({ log }) => log.flatMap(({ calendar }) => calendar ?? []));
    const calendars = await store.calendarsFor(tx, definitions, keys);
    const calendarOf: CalendarOf = (key) => calendarIn(calendars, key);
    const clocks = rows.map((row) => explainClock(row.id, row, tx.now, calendarOf, timeZone));
    const lines = clocks.flatMap(({ summary, moments }) => [
      summary,
      ...moments.map(({ words }) => `  ${words}`),
    ]);
    return { caseId, code, now: tx.now, timeZone, clocks, text: [code, ...lines].join("\n") };
  });
}

/** Explains one clock as it stands at `now`; the clock may come from storage or from a simulation. */
export function explainClock(
  clockId: string,
  given: Clock,
  now: Instant,
  calendarOf: CalendarOf,
  timeZone: string,
): ExplainedClock {
  const clock = caughtUp(given, now, calendarOf);
  const { metric, policyId, state, startedAt, targetMs, breachedAt, endedAt } = clock;
  const until = state === "running" || state === "paused" ? Math.max(now, startedAt) : (endedAt ?? now);
  const countedMs = countedAt(clock, now, calendarOf);
  const facts = {
    ...{ clockId, metric, policyId, state, startedAt, until, targetMs, breachedAt, endedAt },
    outcome: outcomeOf(clock),
    deadline: deadlineOf(clock, calendarOf),
    name: metricWords[metric],
    countedMs,
    progress: `${formatDuration(countedMs)} of ${formatDuration(targetMs)}`,
    calendar: clock.calendar === null ? null : nameOf(clock.calendar),
  };
  return {
    ...facts,
    stretches: stretchesOf(clock, until, calendarOf),
    moments: clock.log.map((entry) => ({
      ...{ at: entry.at, kind: entry.kind, countedMs: entry.countedMs, because: entry.because },
      words: `${instantWords(entry.at, timeZone)}: ${entryWords(entry)}`,
    })),
    summary: summaryWords(facts, timeZone),
  };
}

/** The name in a calendar's key, which also holds a digest. */
function nameOf(key: string): string {
  return key.split("@")[0] ?? key;
}

function stretchesOf(clock: Clock, until: Instant, calendarOf: CalendarOf): readonly ExplainedStretch[] {
  const stretches: ExplainedStretch[] = [];
  let calendar = clock.calendar;
  let state: "counting" | "not" = "not";
  let reason = "opened";
  let from = clock.startedAt;
  let sumMs = 0;
  const close = (to: Instant) => {
    if (to <= from) return;
    const part =
      state === "counting"
        ? countedStretches(calendarOf(calendar), from, to, sumMs)
        : [{ from, to, counts: false, reason, words: becauseWords(reason), sumMs }];
    stretches.push(...part);
    sumMs = part.at(-1)?.sumMs ?? sumMs;
    from = to;
  };
  for (const entry of clock.log) {
    if (entry.kind === "warn" || entry.kind === "breach") continue;
    close(Math.max(entry.at, from));
    if (entry.calendar !== undefined) calendar = entry.calendar;
    if (entry.kind !== "retarget")
      state = entry.kind === "activate" || entry.kind === "resume" ? "counting" : "not";
    reason = entry.because;
  }
  close(until);
  return stretches;
}

function countedStretches(
  calendar: BusinessCalendar,
  from: Instant,
  to: Instant,
  before: number,
): readonly ExplainedStretch[] {
  const open = openWithin(calendar, from, to);
  if (open === null) {
    const sumMs = before + calendar.between(from, to);
    return [{ from, to, counts: true, reason: "open", words: "counted, in business hours only", sumMs }];
  }
  const stretches: ExplainedStretch[] = [];
  let at = from;
  let sumMs = before;
  const closed = (end: Instant) => {
    if (end > at)
      stretches.push({
        from: at,
        to: end,
        counts: false,
        reason: "closed",
        words: closedWords(calendar.holidays(at, end)),
        sumMs,
      });
  };
  for (const { start, end } of open) {
    closed(start);
    sumMs += end - start;
    stretches.push({ from: start, to: end, counts: true, reason: "open", words: "counted", sumMs });
    at = end;
  }
  closed(to);
  return stretches;
}

function openWithin(calendar: BusinessCalendar, from: Instant, to: Instant): readonly OpenInterval[] | null {
  const open: OpenInterval[] = [];
  for (const interval of calendar.intervals(from, to)) {
    if (open.length === mostStretches) return null;
    open.push(interval);
  }
  return open;
}
