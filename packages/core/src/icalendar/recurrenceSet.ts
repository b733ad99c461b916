import { formatDay } from "./civilDate.ts";
import type { Property } from "./contentLines.ts";
import type { Event } from "./event.ts";
import { type Budget, type DayRange, expandRule } from "./expandRule.ts";
import { type FeedZone, localTimes } from "./feedZone.ts";
import { LeftOut } from "./leftOut.ts";
import { type RecurrenceRule, readRule } from "./recurrenceRule.ts";
import { SECONDS_PER_DAY } from "./wallTime.ts";
import { readDay, type WholeDays } from "./wholeDays.ts";

/** The days on which an event starts, within a range, and what could not be determined. */
export interface RecurrenceSet {
  readonly days: readonly number[];
  readonly doubts: readonly string[];
}

/**
 * The start, RRULE and RDATE of an event, without its EXRULE and EXDATE (RFC 5545 s.3.8.5, RFC 2445 s.4.8.5.2).
 *
 * @throws LeftOut if a rule can't be followed: without it, nothing about the others is certain
 */
export function recurrenceSet(event: Event, when: WholeDays, range: DayRange, budget: Budget): RecurrenceSet {
  const doubts: string[] = [];
  const days = new Set<number>();
  const isInRange = (day: number) => day >= range.from && day <= range.to;
  const rules = event.all("RRULE").map(({ value }) => ruleOf(value, when));
  for (const rule of rules) {
    const { sure, doubtful } = followed(rule, event.zone, when, range, budget);
    for (const day of sure) days.add(day);
    for (const day of doubtful)
      doubts.push(`its rule ends around ${formatDay(day)} in an unknown time zone; that day is left out`);
  }
  if (rules.length === 0) {
    if (isInRange(when.start)) days.add(when.start);
  } else if (isInRange(when.start) && !days.has(when.start)) {
    doubts.push(`its start, ${formatDay(when.start)}, does not match its rule; that day is left out`);
  }
  for (const day of listed(event.all("RDATE"), event.zone, when, budget, "added", doubts))
    if (isInRange(day)) days.add(day);
  for (const { value } of event.all("EXRULE")) {
    const { sure, doubtful } = followed(ruleOf(value, when), event.zone, when, range, budget);
    for (const day of sure) days.delete(day);
    for (const day of doubtful)
      doubts.push(`its EXRULE ends around ${formatDay(day)} in an unknown time zone; that day is kept`);
  }
  for (const day of listed(event.all("EXDATE"), event.zone, when, budget, "excluded", doubts))
    days.delete(day);
  return { days: [...days].sort((a, b) => a - b), doubts };
}

function ruleOf(value: string, { form }: WholeDays): RecurrenceRule {
  const rule = readRule(value);
  // In a rule of dates they must be ignored (RFC 5545 s.3.3.10).
  if (rule.hasTimes && form === "midnights")
    throw new LeftOut("its rule has times of day; only all-day events can be holidays");
  return rule;
}

/** If a rule's UNTIL is in UTC and the zone is unknown, its last day may be ambiguous. */
function followed(rule: RecurrenceRule, zone: FeedZone, when: WholeDays, range: DayRange, budget: Budget) {
  const [first, last] = lastDays(rule, zone, when);
  const days = expandRule(rule, when.start, { from: range.from, to: Math.min(range.to, last) }, budget);
  return { sure: days.filter((day) => day <= first), doubtful: days.filter((day) => day > first) };
}

/** The earliest and the latest possible last day of a rule. */
function lastDays({ until }: RecurrenceRule, zone: FeedZone, { form }: WholeDays): readonly [number, number] {
  if (until === null) return [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const isEdgeOfDay = until.seconds === 0 || until.seconds >= SECONDS_PER_DAY - 60;
  if (until.form !== "utc" || (form === "date" && isEdgeOfDay)) return [until.day, until.day];
  const times = localTimes(until, zone);
  // UNTIL is the time of the last occurrence: the zone's offset in force is the one that makes it a midnight.
  const midnight = zone.isDefined ? times.find(({ seconds }) => seconds === 0) : undefined;
  if (midnight !== undefined) return [midnight.day, midnight.day];
  const days = times.map(({ day }) => day);
  return [Math.min(...days), Math.max(...days)];
}

/** The days of RDATE or EXDATE; those that can't be determined become doubts. */
function listed(
  properties: readonly Property[],
  zone: FeedZone,
  when: WholeDays,
  budget: Budget,
  what: string,
  doubts: string[],
): readonly number[] {
  const days: number[] = [];
  for (const { value, parameters } of properties) {
    for (const text of value.split(",")) {
      budget.left--;
      try {
        if (text.includes("/")) throw new LeftOut(`${text.slice(0, 60)} is a period with its own length`);
        days.push(readDay(text, parameters, when.form, zone));
      } catch (error) {
        if (!(error instanceof LeftOut)) throw error;
        doubts.push(`one of its ${what} dates is ignored: ${error.message}`);
      }
    }
  }
  return days;
}
