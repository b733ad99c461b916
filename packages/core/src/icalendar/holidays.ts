import { CalendarError } from "../calendar/index.ts";
import { dayOf } from "./civilDate.ts";
import { type Event, readEvent } from "./event.ts";
import type { DayRange } from "./expandRule.ts";
import { readFeed } from "./feed.ts";
import { foundHolidays } from "./foundHolidays.ts";
import { type FeedEvent, isObservance } from "./observance.ts";
import { readSeries } from "./series.ts";

/** The range of local dates to look for holidays in, both inclusive: `YYYY-MM-DD`. */
export interface HolidayRange {
  readonly from: string;
  readonly to: string;
}

/** Which events of a feed become holidays. */
export interface HolidayOptions {
  /**
   * Whether an event closes the desk. Default: every event except observances, as detected by `isObservance`. Your own
   * filter replaces the default: `keep: (event) => !isObservance(event) && event.categories.includes("Bayern")`.
   */
  readonly keep?: (event: FeedEvent) => boolean;
}

/** An entry of a feed that is not a holiday, and why. */
export interface LeftOutEvent {
  readonly summary: string;
  readonly reason: string;
}

/** The content of a feed. */
export interface FeedHolidays {
  /** For the `holidays` of a calendar definition: dates and ranges, in order, without duplicates. */
  readonly holidays: readonly string[];
  /** For its `holidayNames`: the names in the feed. */
  readonly names: Readonly<Record<string, string>>;
  /** Events, and dates of events, that are not holidays: show them to whoever set up the feed. */
  readonly leftOut: readonly LeftOutEvent[];
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Days that the rules of a whole feed may examine: five hundred yearly events over a century. */
const MOST_DAYS_TRIED = 2_000_000;

/**
 * Reads holidays from an iCalendar feed (RFC 5545), as published for public holidays and school holidays.
 *
 * All-day events become holidays, whether written as dates or, as Outlook does, from midnight to midnight. Recurring
 * ones (RRULE, RDATE, EXRULE, EXDATE, and single occurrences that were moved or cancelled) are expanded. Whatever does
 * not become a holiday is listed with its reason: events with a time of day, cancelled ones, observances, and what
 * can't be parsed or is ambiguous. A feed is read once: read it again to follow its changes, and to extend the range.
 *
 * Throws a {@link CalendarError} with code `invalid_calendar` if the text is not iCalendar, and `invalid_argument` if
 * the range is not two dates in order.
 *
 * @example
 * const { holidays, names } = holidaysFromICalendar(text, { from: "2026-01-01", to: "2028-12-31" });
 * const calendar = createCalendar({ timeZone: "Europe/Berlin", hours, holidays, holidayNames: names });
 */
export function holidaysFromICalendar(
  text: string,
  range: HolidayRange,
  options: HolidayOptions = {},
): FeedHolidays {
  const days = readRange(range);
  const found = foundHolidays(days);
  const leftOut: LeftOutEvent[] = [];
  const { keep } = options;
  const reader = {
    holiday: (event: Event, start: number, length: number) => found.add(start, length, event.summary),
    leftOut: ({ summary }: Event, reason: string) => leftOut.push({ summary, reason }),
    unwanted: (event: Event) => {
      if (keep !== undefined) return keep(event) ? null : "the filter excludes it";
      return isObservance(event) ? "it is an observance, not a public holiday" : null;
    },
  };
  const budget = { left: MOST_DAYS_TRIED };
  const series = Map.groupBy(readFeed(text).map(readEvent), ({ uid }) => uid);
  for (const events of series.values()) readSeries(events, days, budget, reader);
  return { ...found.all(), leftOut };
}

function readRange({ from, to }: HolidayRange): DayRange {
  const [first, last] = [from, to].map(dayOfRange);
  if (first === undefined || last === undefined || last < first) {
    throw new CalendarError(
      "invalid_argument",
      `The range ${from} to ${to} is not two dates in order. Write { from: "2026-01-01", to: "2028-12-31" }.`,
    );
  }
  return { from: first, to: last };
}

function dayOfRange(date: unknown): number | undefined {
  const [whole, year, month, day] = typeof date === "string" ? (DATE.exec(date) ?? []) : [];
  return whole === undefined ? undefined : dayOf(Number(year), Number(month), Number(day));
}
