/** A day of the Gregorian calendar, with what rules need to know. Months and days count from 1, Sunday is 0. */
export interface CivilDate {
  readonly day: number;
  readonly year: number;
  readonly month: number;
  readonly date: number;
  readonly yearDay: number;
  readonly weekday: number;
}

const MONTH_STARTS = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];
const DAYS_FROM_YEAR_1_TO_1970 = 719_162;
const DAYS_IN_400_YEARS = 146_097;

export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

export function yearLength(year: number): number {
  return isLeapYear(year) ? 366 : 365;
}

/** Days from 1970-01-01 to the first of a month. Months past the twelfth are in the years after. */
export function monthStart(year: number, month: number): number {
  const y = year + Math.floor((month - 1) / 12);
  const m = (((month - 1) % 12) + 12) % 12;
  const before = y - 1;
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  const leapDay = m > 1 && isLeapYear(y) ? 1 : 0;
  return before * 365 + leapDays + (MONTH_STARTS[m] ?? 0) + leapDay - DAYS_FROM_YEAR_1_TO_1970;
}

export function monthLength(year: number, month: number): number {
  return monthStart(year, month + 1) - monthStart(year, month);
}

/** Sunday is 0; 1970-01-01 was a Thursday. */
export function weekdayOfDay(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

export function civilDate(day: number): CivilDate {
  let year = Math.floor(((day + DAYS_FROM_YEAR_1_TO_1970) * 400) / DAYS_IN_400_YEARS) + 1;
  while (monthStart(year, 1) > day) year--;
  while (monthStart(year + 1, 1) <= day) year++;
  const dayOfYear = day - monthStart(year, 1);
  let month = Math.min(12, Math.floor(dayOfYear / 29) + 1);
  while (monthStart(year, month) > day) month--;
  const date = day - monthStart(year, month) + 1;
  return { day, year, month, date, yearDay: dayOfYear + 1, weekday: weekdayOfDay(day) };
}

/** The week of the year that a day is in, and how many that year has: week 1 has at least four days (ISO 8601). */
export function weekNumber(
  { day, year }: CivilDate,
  weekStart: number,
): { readonly number: number; readonly weeks: number } {
  const own = firstWeekStart(year, weekStart);
  const next = firstWeekStart(year + 1, weekStart);
  if (day >= next) return { number: 1, weeks: (firstWeekStart(year + 2, weekStart) - next) / 7 };
  const start = day < own ? firstWeekStart(year - 1, weekStart) : own;
  const end = day < own ? own : next;
  return { number: Math.floor((day - start) / 7) + 1, weeks: (end - start) / 7 };
}

function firstWeekStart(year: number, weekStart: number): number {
  const newYear = monthStart(year, 1);
  const sinceWeekStart = (weekdayOfDay(newYear) - weekStart + 7) % 7;
  return newYear - sinceWeekStart + (sinceWeekStart > 3 ? 7 : 0);
}

/** Days from 1970-01-01 to a date; undefined if there is no such date. */
export function dayOf(year: number, month: number, date: number): number | undefined {
  if (year < 1 || month < 1 || month > 12 || date < 1 || date > monthLength(year, month)) return undefined;
  return monthStart(year, month) + date - 1;
}

/** `YYYY-MM-DD`. */
export function formatDay(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}
