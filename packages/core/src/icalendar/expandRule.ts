import {
  type CivilDate,
  civilDate,
  monthLength,
  monthStart,
  weekdayOfDay,
  weekNumber,
  yearLength,
} from "./civilDate.ts";
import { LeftOut } from "./leftOut.ts";
import type { RecurrenceRule } from "./recurrenceRule.ts";

/** How many days the rules of a feed may still examine. */
export interface Budget {
  left: number;
}

/** Days from 1970-01-01, both inclusive. */
export interface DayRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The days that match a rule, from its start and within a range, in order.
 *
 * A rule without COUNT is entered at the range, whatever its start, and no rule is followed past the range. So the work
 * is proportional to the days between, whether the rule ever matches or not; the budget limits it for the whole feed.
 *
 * A start that does not match the rule is not an occurrence: RFC 5545 s.3.8.5.3 leaves it open, and python-dateutil
 * does the same.
 *
 * @throws LeftOut if the budget is used up, or if programs would interpret the rule differently
 */
export function expandRule(
  given: RecurrenceRule,
  start: number,
  range: DayRange,
  budget: Budget,
): readonly number[] {
  const begun = civilDate(start);
  const rule = withImpliedParts(given, begun);
  const holds = dayTest(rule);
  const choose = chooser(rule.positions);
  const found: number[] = [];
  let counted = 0;
  const first = rule.count === null ? periodsBefore(rule, start, range.from) : 0;
  for (let index = first; ; index++) {
    const [begin = 0, parts] = periodAt(rule, begun, index);
    if (begin > range.to) return found;
    const days: number[] = [];
    spend(budget, 1);
    for (const part of parts) {
      spend(budget, part.to - part.from + 1);
      for (let day = part.from; day <= part.to; day++) if (holds(day)) days.push(day);
    }
    for (const day of positioned(rule, days, start, choose)) {
      if (day > range.to || counted === rule.count) return found;
      counted++;
      if (day >= range.from) found.push(day);
    }
  }
}

export function spend(budget: Budget, days: number): void {
  budget.left -= days;
  if (budget.left < 0)
    throw new LeftOut(
      "the recurrence rules of this feed are too expensive to expand; this one was only partly expanded",
    );
}

/** Parts that a rule omits are taken from its start (RFC 5545 s.3.3.10). */
function withImpliedParts(rule: RecurrenceRule, start: CivilDate): RecurrenceRule {
  const { frequency, weekdays, weekNumbers, monthDays, yearDays, months } = rule;
  if (weekdays.length + weekNumbers.length + monthDays.length + yearDays.length > 0) return rule;
  if (frequency === "WEEKLY") return { ...rule, weekdays: [{ weekday: start.weekday, occurrence: 0 }] };
  if (frequency === "MONTHLY") return { ...rule, monthDays: [start.date] };
  if (frequency === "DAILY") return rule;
  return { ...rule, monthDays: [start.date], months: months.length > 0 ? months : [start.month] };
}

/** Whole periods that can be skipped: they end before a day. */
function periodsBefore(
  { frequency, interval, weekStart }: RecurrenceRule,
  start: number,
  day: number,
): number {
  if (day <= start) return 0;
  const [a, b] = [civilDate(start), civilDate(day)];
  const periods = {
    YEARLY: b.year - a.year,
    MONTHLY: (b.year - a.year) * 12 + b.month - a.month,
    WEEKLY: Math.floor((day - weekBegin(start, weekStart)) / 7),
    DAILY: day - start,
  };
  return Math.ceil(periods[frequency] / interval);
}

/** The start of a period, and its candidate days. */
function periodAt(
  { frequency, interval, weekStart, months }: RecurrenceRule,
  { day: start, year, month }: CivilDate,
  index: number,
): readonly [number, readonly DayRange[]] {
  const steps = index * interval;
  if (frequency === "DAILY") return [start + steps, [{ from: start + steps, to: start + steps }]];
  if (frequency === "WEEKLY") {
    const from = weekBegin(start, weekStart) + steps * 7;
    return [from, [{ from, to: from + 6 }]];
  }
  if (frequency === "MONTHLY") {
    const from = monthStart(year, month + steps);
    return [from, [{ from, to: monthStart(year, month + steps + 1) - 1 }]];
  }
  const begin = monthStart(year + steps, 1);
  if (months.length === 0) return [begin, [{ from: begin, to: begin + yearLength(year + steps) - 1 }]];
  const parts = months.map((each) => {
    const from = monthStart(year + steps, each);
    return { from, to: from + monthLength(year + steps, each) - 1 };
  });
  return [begin, parts];
}

function weekBegin(day: number, weekStart: number): number {
  return day - ((weekdayOfDay(day) - weekStart + 7) % 7);
}

/** Whether a day matches every part of a rule. */
function dayTest(rule: RecurrenceRule): (day: number) => boolean {
  const parts = [rule.months, rule.weekNumbers, rule.yearDays, rule.monthDays, rule.weekdays];
  if (parts.every(({ length }) => length === 0)) return () => true;
  const [months, weekNumbers, yearDays, monthDays] = [
    rule.months,
    rule.weekNumbers,
    rule.yearDays,
    rule.monthDays,
  ].map((values) => (values.length === 0 ? null : new Set(values)));
  const weekdays = rule.weekdays.length === 0 ? null : new Set(rule.weekdays.map(weekdayKey));
  const countsInYear = rule.frequency === "YEARLY" && rule.months.length === 0;

  const fitsWeekday = (day: CivilDate) => {
    if (weekdays === null || weekdays.has(weekdayKey({ weekday: day.weekday, occurrence: 0 }))) return true;
    const at = countsInYear ? day.yearDay : day.date;
    const length = countsInYear ? yearLength(day.year) : monthLength(day.year, day.month);
    const [fromStart, fromEnd] = [Math.floor((at - 1) / 7) + 1, -Math.floor((length - at) / 7) - 1];
    return [fromStart, fromEnd].some((occurrence) => weekdays.has(weekdayKey({ ...day, occurrence })));
  };
  const fitsWeekNumber = (day: CivilDate) => {
    if (!weekNumbers) return true;
    const { number, weeks } = weekNumber(day, rule.weekStart);
    return weekNumbers.has(number) || weekNumbers.has(number - weeks - 1);
  };
  const fits = (values: ReadonlySet<number> | null | undefined, at: number, length: number) =>
    !values || values.has(at) || values.has(at - length - 1);

  const fitsAll = (day: CivilDate) =>
    (!months || months.has(day.month)) &&
    (!monthDays || fits(monthDays, day.date, monthLength(day.year, day.month))) &&
    (!yearDays || fits(yearDays, day.yearDay, yearLength(day.year))) &&
    fitsWeekday(day) &&
    fitsWeekNumber(day);
  return (day) => fitsAll(civilDate(day));
}

function weekdayKey({
  weekday,
  occurrence,
}: {
  readonly weekday: number;
  readonly occurrence: number;
}): number {
  return occurrence * 7 + weekday;
}

type Choose = (days: readonly number[]) => readonly number[];

/** The days of a period that BYSETPOS selects; all of them without it. */
function chooser(positions: readonly number[]): Choose {
  if (positions.length === 0) return (days) => days;
  const chosen = new Set(positions);
  return (days) => days.filter((_day, index) => chosen.has(index + 1) || chosen.has(index - days.length));
}

function positioned(
  { frequency, positions }: RecurrenceRule,
  days: readonly number[],
  start: number,
  choose: Choose,
): readonly number[] {
  const chosen = choose(days).filter((day) => day >= start);
  if (positions.length === 0 || frequency !== "WEEKLY") return chosen;
  const begun = days.filter((day) => day >= start);
  if (begun.length < days.length && chosen.join() !== choose(begun).join())
    throw new LeftOut(
      "its rule can't be followed: BYSETPOS counts within a week that started before the event, which programs interpret differently",
    );
  return chosen;
}
