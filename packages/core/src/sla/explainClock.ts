import type { BusinessCalendar, OpenInterval } from "../calendar/index.ts";
import type { Instant } from "../ports/index.ts";
import { type CalendarOf, type Clock, caughtUp, countedAt, deadlineOf } from "./clock.ts";
import { formatDuration } from "./duration.ts";
import type { ExplainedClock, ExplainedStretch } from "./explained.ts";
import { outcomeOf } from "./outcome.ts";
import { becauseWords, closedWords, entryWords, instantWords, metricWords, summaryWords } from "./wording.ts";

/** Maximum stretches to split by opening hours; longer histories are explained without splitting. */
const mostStretches = 400;

/** Explains a clock at `now`; the clock may come from storage or from a simulation. */
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

/** The name in a calendar's key, which also contains a digest. */
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
