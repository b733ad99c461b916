export const MILLISECONDS_PER_DAY = 86_400_000;

/** The days of the week as definitions name them, Sunday first. */
export const WEEKDAYS = [
  "sunday",
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
] as const;

/** A day of the week, in English and lower case. */
export type Weekday = (typeof WEEKDAYS)[number];

/** A month and day, encoded as `month * 100 + day`; months count from 1. */
export type MonthDay = number;

const DATE_PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;
const MONTH_DAY_PATTERN = /^(\d{2})-(\d{2})$/;

/** Days from 1970-01-01 to a local date written `YYYY-MM-DD`; undefined if there is no such date. */
export function parseDate(text: string): number | undefined {
  const match = DATE_PATTERN.exec(text);
  if (match === null) return undefined;
  const [, year, month, day] = match.map(Number);
  if (year === undefined || month === undefined || day === undefined || year < 1) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return date.getTime() / MILLISECONDS_PER_DAY;
}

/** A yearly date written `MM-DD`; undefined if no year has it. `02-29` exists in leap years only. */
export function parseMonthDay(text: string): MonthDay | undefined {
  if (!MONTH_DAY_PATTERN.test(text)) return undefined;
  const day = parseDate(`2000-${text}`);
  return day === undefined ? undefined : monthDayOf(day);
}

/** The month and day of a date given in days from 1970-01-01. */
export function monthDayOf(day: number): MonthDay {
  const date = new Date(day * MILLISECONDS_PER_DAY);
  return (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
}

/** The day of the week of a date given in days from 1970-01-01, which was a Thursday. */
export function weekdayOf(day: number): Weekday {
  return WEEKDAYS[(((day + 4) % 7) + 7) % 7] ?? "sunday";
}

/** `YYYY-MM-DD` of a date given in days from 1970-01-01. */
export function formatDate(day: number): string {
  return new Date(day * MILLISECONDS_PER_DAY).toISOString().slice(0, 10);
}
