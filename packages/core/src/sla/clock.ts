import { type BusinessCalendar, CalendarError } from "../calendar/index.ts";
import type { StatusCategory } from "../cases/index.ts";
import type { Instant } from "../ports/index.ts";
import { countsIn, type Metric } from "./metrics.ts";

/** An entry in a clock's log. */
export interface ClockEntry {
  readonly kind: "activate" | "pause" | "resume" | "fulfil" | "warn" | "breach" | "retarget" | "cancel";
  /** When it happened by the rules; a warning or breach may have been noticed later. */
  readonly at: Instant;
  /** Counted time until then, in milliseconds. */
  readonly countedMs: number;
  /**
   * Why, as a code: a category (`pending`), `opened`, `reopened`, `policy`, `spam` ... For a warning: which one, as
   * written.
   */
  readonly because: string;
  /** For `activate` and `retarget`: what applies from then on. */
  readonly policyId?: string | undefined;
  readonly targetMs?: number | undefined;
  readonly calendar?: string | null | undefined;
}

/** A warning that is still to come. */
export interface PendingWarning {
  /** As written in the policy: `15m`, `80%`. */
  readonly key: string;
  /** How much counted time has passed when it is due. */
  readonly atMs: number;
}

export type ClockState = "running" | "paused" | "fulfilled" | "cancelled";

/** A clock of a case. Plain data: a stored row, or the result of a simulation. */
export interface Clock {
  readonly metric: Metric;
  readonly policyId: string;
  readonly state: ClockState;
  /**
   * The message that started it: the customer's for `next_reply`, the opening one for metrics that start with the case.
   */
  readonly causeMessageId: string | null;
  /** Key of the calendar in force; null: all time counts. */
  readonly calendar: string | null;
  readonly targetMs: number;
  readonly startedAt: Instant;
  /** Counted and elapsed time of the counted stretches, both up to `countedUntil`. */
  readonly countedMs: number;
  readonly elapsedMs: number;
  readonly countedUntil: Instant;
  /** When the target is missed; null while paused, and if the calendar does not have that much open time. */
  readonly deadline: Instant | null;
  /** When to check it next: for a warning or the breach. */
  readonly dueAt: Instant | null;
  readonly warnings: readonly PendingWarning[];
  /** Issued warnings, as written in the policy. */
  readonly warned: readonly string[];
  readonly breachedAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly log: readonly ClockEntry[];
}

/** The targets of a policy for a case. */
export interface Promised {
  readonly policyId: string;
  readonly targetMs: number;
  readonly calendar: string | null;
  readonly warnings: readonly PendingWarning[];
}

/** Calendars by their key. */
export type CalendarOf = (key: string | null) => BusinessCalendar;

export function isOpenClock({ state }: Pick<Clock, "state">): boolean {
  return state === "running" || state === "paused";
}

export function activate(
  metric: Metric,
  promised: Promised,
  start: {
    readonly at: Instant;
    readonly causeMessageId: string | null;
    readonly category: StatusCategory;
    readonly because: string;
  },
  calendarOf: CalendarOf,
): Clock {
  const { policyId, targetMs, calendar, warnings } = promised;
  const running = countsIn(metric, start.category);
  const clock: Clock = {
    metric,
    policyId,
    state: running ? "running" : "paused",
    causeMessageId: start.causeMessageId,
    calendar,
    targetMs,
    startedAt: start.at,
    countedMs: 0,
    elapsedMs: 0,
    countedUntil: start.at,
    deadline: null,
    dueAt: null,
    warnings,
    warned: [],
    breachedAt: null,
    endedAt: null,
    log: [
      { kind: "activate", at: start.at, countedMs: 0, because: start.because, policyId, targetMs, calendar },
    ],
  };
  if (running) return scheduled(clock, calendarOf);
  const paused: ClockEntry = { kind: "pause", at: start.at, countedMs: 0, because: start.category };
  return { ...clock, log: [...clock.log, paused] };
}

/** Issues the warnings and the breach that are due by now, each with its own time. */
export function caughtUp<Kept extends Clock>(given: Kept, now: Instant, calendarOf: CalendarOf): Clock {
  let clock: Clock = given;
  while (clock.dueAt !== null && clock.dueAt <= now) {
    const at = clock.dueAt;
    const [warning, ...later] = clock.warnings;
    if (warning !== undefined) {
      const countedMs = Math.max(warning.atMs, clock.countedMs);
      clock = {
        ...clock,
        warnings: later,
        warned: [...clock.warned, warning.key],
        log: [...clock.log, { kind: "warn", at, countedMs, because: warning.key }],
      };
    } else {
      const countedMs = Math.max(clock.targetMs, clock.countedMs);
      clock = {
        ...clock,
        breachedAt: at,
        log: [...clock.log, { kind: "breach", at, countedMs, because: "target" }],
      };
    }
    clock = scheduled(clock, calendarOf);
  }
  return clock;
}

export function pause(given: Clock, now: Instant, because: string, calendarOf: CalendarOf): Clock {
  const clock = settled(given, now, calendarOf);
  if (clock.state !== "running") return clock;
  return { ...ended(clock, "pause", because), state: "paused", endedAt: null };
}

export function fulfil(given: Clock, now: Instant, because: string, calendarOf: CalendarOf): Clock {
  return { ...ended(settled(given, now, calendarOf), "fulfil", because), state: "fulfilled" };
}

export function cancel(given: Clock, now: Instant, because: string, calendarOf: CalendarOf): Clock {
  return { ...ended(settled(given, now, calendarOf), "cancel", because), state: "cancelled" };
}

/** Resumes after a pause or after it was met, with its current sum. */
export function resume(
  given: Clock,
  now: Instant,
  category: StatusCategory,
  because: string,
  calendarOf: CalendarOf,
): Clock {
  const at = Math.max(now, given.countedUntil);
  const running = countsIn(given.metric, category);
  const clock: Clock = {
    ...given,
    state: running ? "running" : "paused",
    countedUntil: at,
    endedAt: null,
    log: [...given.log, { kind: running ? "resume" : "pause", at, countedMs: given.countedMs, because }],
  };
  return running ? scheduled(clock, calendarOf) : clock;
}

/**
 * Changes the target, with the same start. Counted time stays, by the calendar that applied to each stretch; issued
 * warnings are not repeated. A breached clock is history and stays.
 */
export function retarget(
  given: Clock,
  promised: Promised,
  now: Instant,
  because: string,
  calendarOf: CalendarOf,
): Clock {
  const current = caughtUp(given, momentOf(given, now), calendarOf);
  if (current.breachedAt !== null || isPromised(current, promised)) return current;
  const clock = settled(current, now, calendarOf);
  const { policyId, targetMs, calendar } = promised;
  const { countedMs, countedUntil: at } = clock;
  const next: Clock = {
    ...clock,
    policyId,
    targetMs,
    calendar,
    warnings: promised.warnings.filter(({ key }) => !clock.warned.includes(key)),
    log: [...clock.log, { kind: "retarget", at, countedMs, because, policyId, targetMs, calendar }],
  };
  return next.state === "running" ? caughtUp(scheduled(next, calendarOf), at, calendarOf) : next;
}

/** Counted time of a clock up to an instant, without changing the clock. */
export function countedAt(clock: Clock, now: Instant, calendarOf: CalendarOf): number {
  if (clock.state !== "running" || now <= clock.countedUntil) return clock.countedMs;
  return clock.countedMs + calendarOf(clock.calendar).between(clock.countedUntil, now);
}

/** When the target is, or would have been, missed; null if that is open, as in a pause. */
export function deadlineOf(clock: Clock, calendarOf: CalendarOf): Instant | null {
  if (clock.breachedAt !== null) return clock.breachedAt;
  if (clock.state !== "fulfilled") return clock.deadline;
  return instantOf(calendarOf(clock.calendar), clock, clock.targetMs);
}

function isPromised(clock: Clock, promised: Promised): boolean {
  const pending = promised.warnings.filter(({ key }) => !clock.warned.includes(key));
  return (
    clock.policyId === promised.policyId &&
    clock.targetMs === promised.targetMs &&
    clock.calendar === promised.calendar &&
    clock.warnings.length === pending.length &&
    clock.warnings.every(({ key, atMs }, at) => key === pending[at]?.key && atMs === pending[at]?.atMs)
  );
}

/** A clock never goes back, although the desk's time may: its latest time applies until that time is reached again. */
function momentOf({ countedUntil, log }: Clock, now: Instant): Instant {
  return Math.max(now, countedUntil, log.at(-1)?.at ?? now);
}

/**
 * A clock that starts now as if it had been running before: what was due by then is due now, even if a process with a
 * slow clock handles it next.
 */
export function promisedFrom(clock: Clock, now: Instant, calendarOf: CalendarOf): Clock {
  const counted = countedUpTo(clock, momentOf(clock, now), calendarOf);
  return counted.state === "running" ? scheduled(counted, calendarOf) : counted;
}

/** With everything counted and emitted up to now. */
function settled(given: Clock, now: Instant, calendarOf: CalendarOf): Clock {
  const clock = caughtUp(given, momentOf(given, now), calendarOf);
  return countedUpTo(clock, momentOf(clock, now), calendarOf);
}

function countedUpTo(clock: Clock, at: Instant, calendarOf: CalendarOf): Clock {
  if (clock.state !== "running") return { ...clock, countedUntil: at };
  return {
    ...clock,
    countedMs: countedAt(clock, at, calendarOf),
    elapsedMs: clock.elapsedMs + at - clock.countedUntil,
    countedUntil: at,
  };
}

function ended(clock: Clock, kind: "pause" | "fulfil" | "cancel", because: string): Clock {
  const { countedMs, countedUntil: at } = clock;
  return {
    ...clock,
    deadline: null,
    dueAt: null,
    endedAt: at,
    log: [...clock.log, { kind, at, countedMs, because }],
  };
}

/** Computes when a running clock is due next. */
function scheduled(clock: Clock, calendarOf: CalendarOf): Clock {
  if (clock.breachedAt !== null) return { ...clock, dueAt: null };
  const calendar = calendarOf(clock.calendar);
  const deadline = instantOf(calendar, clock, clock.targetMs);
  const [warning] = clock.warnings;
  const next = warning === undefined ? deadline : instantOf(calendar, clock, warning.atMs);
  return { ...clock, deadline, dueAt: next === null ? null : Math.max(next, clock.countedUntil) };
}

/** When a counted time will be, or was, reached; null if the calendar does not have that much open time. */
function instantOf(
  calendar: BusinessCalendar,
  { countedUntil, countedMs }: Clock,
  ms: number,
): Instant | null {
  try {
    return calendar.add(countedUntil, ms - countedMs);
  } catch (error) {
    if (error instanceof CalendarError && error.code === "never_open") return null;
    throw error;
  }
}
