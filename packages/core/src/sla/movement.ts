import type { Instant } from "../ports/index.ts";
import { type CalendarOf, type Clock, caughtUp, isOpenClock, settled } from "./clock.ts";
import { type Metric, metricRules } from "./metrics.ts";

// A wait is of the customer, not of the row: its clock goes where the customer's messages go.

/** Whether a clock is open for somebody who waits for a person. */
export function isAwaiting(clock: Clock): boolean {
  return isOpenClock(clock) && metricRules[clock.metric].awaitsPerson;
}

/** The clocks of the case that a wait comes from which are about that wait. */
export function carriedBy(
  movement: { readonly by: "merge" | "split"; readonly messageIds: readonly string[] },
  clocks: readonly Clock[],
): readonly Clock[] {
  return clocks.filter(
    (clock) =>
      isAwaiting(clock) &&
      (movement.by === "merge" || movement.messageIds.includes(clock.causeMessageId ?? "")),
  );
}

/**
 * Of clocks that may be the one of a metric, the one that is due first, or was missed first, and of those the first
 * given.
 */
export function tightest(
  metric: Metric,
  clocks: readonly Clock[],
  now: Instant,
  calendarOf: CalendarOf,
): Clock | undefined {
  let first: { readonly clock: Clock; readonly due: Instant } | undefined;
  for (const clock of clocks) {
    if (!mayBecome(clock.metric, metric)) continue;
    const { breachedAt, deadline } = caughtUp(clock, now, calendarOf);
    const due = breachedAt ?? deadline ?? Number.POSITIVE_INFINITY;
    if (first === undefined || due < first.due) first = { clock, due };
  }
  return first?.clock;
}

/** A first reply of one case may be the next reply of another; an answered call is neither. */
function mayBecome(from: Metric, to: Metric): boolean {
  return from === to || (metricRules[from].channels === null && metricRules[to].channels === null);
}

/** A clock as it goes on for another metric or in another case: what was counted, warned and missed goes along. */
export function takenOver(
  clock: Clock,
  metric: Metric,
  now: Instant,
  because: string,
  calendarOf: CalendarOf,
): Clock {
  const counted = settled(clock, now, calendarOf);
  const [begin, ...rest] = counted.log;
  const log = begin === undefined ? rest : [{ ...begin, because }, ...rest];
  return { ...counted, metric, log, inherited: log.length };
}
