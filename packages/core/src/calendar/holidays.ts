import { formatDate, type MonthDay, monthDayOf, parseDate, parseMonthDay } from "./local-date.ts";

/** Holidays prepared for look-up: single dates as days from 1970-01-01, and dates that recur each year. */
export interface Holidays {
  readonly dates: ReadonlySet<number>;
  readonly yearly: ReadonlySet<MonthDay>;
}

type Holiday = { readonly dates: readonly number[] } | { readonly yearly: readonly MonthDay[] };

const LONGEST_RANGE_DAYS = 36_525;
const A_LEAP_YEAR = 2000;

/** Reads `YYYY-MM-DD`, `MM-DD`, or a range of either with a slash, or says what is wrong with it. */
export function parseHoliday(text: string): Holiday | { readonly problem: string } {
  const [first = "", last = first, ...rest] = text.split("/");
  if (rest.length > 0) return { problem: malformed(text) };
  const [firstDate, lastDate] = [parseDate(first), parseDate(last)];
  if (firstDate !== undefined && lastDate !== undefined) {
    if (lastDate < firstDate) {
      return {
        problem: `"${text}" ends before it starts; write "${formatDate(lastDate)}/${formatDate(firstDate)}"`,
      };
    }
    if (lastDate - firstDate > LONGEST_RANGE_DAYS) {
      return { problem: `"${text}" is longer than 100 years; shorten it` };
    }
    return { dates: daysFrom(firstDate, lastDate) };
  }
  if (parseMonthDay(first) !== undefined && parseMonthDay(last) !== undefined) {
    return { yearly: yearlyRange(first, last) };
  }
  return { problem: malformed(text) };
}

/** All holidays of a list, skipping those that do not parse. */
export function collectHolidays(texts: readonly string[]): Holidays {
  const dates = new Set<number>();
  const yearly = new Set<MonthDay>();
  for (const text of texts) {
    const holiday = parseHoliday(text);
    if ("dates" in holiday) for (const date of holiday.dates) dates.add(date);
    if ("yearly" in holiday) for (const monthDay of holiday.yearly) yearly.add(monthDay);
  }
  return { dates, yearly };
}

/** Whether a date, given in days from 1970-01-01, is a holiday. */
export function isHoliday(holidays: Holidays, day: number): boolean {
  if (holidays.dates.has(day)) return true;
  return holidays.yearly.size > 0 && holidays.yearly.has(monthDayOf(day));
}

/** A yearly range may span New Year, as `12-24/01-02` does. */
function yearlyRange(first: string, last: string): readonly MonthDay[] {
  const [start = 0, end = 0, newYear = 0, newYearsEve = 0] = [first, last, "01-01", "12-31"].map((monthDay) =>
    parseDate(`${A_LEAP_YEAR}-${monthDay}`),
  );
  const days =
    start <= end ? daysFrom(start, end) : [...daysFrom(start, newYearsEve), ...daysFrom(newYear, end)];
  return days.map(monthDayOf);
}

function daysFrom(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function malformed(text: string): string {
  return `"${text}" is not a valid holiday; write a date "2026-12-25", a range "2026-12-24/2026-12-31", or the same without the year for every year: "12-25"`;
}
