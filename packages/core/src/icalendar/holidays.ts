import ICAL from "ical.js";
import { CalendarError } from "../calendar/index.ts";

/** The stretch of local dates to look for holidays in, both ends counted in: `YYYY-MM-DD`. */
export interface HolidayRange {
  readonly from: string;
  readonly to: string;
}

/** An event of a feed that gave no holiday, and why. */
export interface LeftOutEvent {
  readonly summary: string;
  readonly reason: string;
}

/** What a feed holds. */
export interface FeedHolidays {
  /** For the `holidays` of a calendar definition: dates and ranges, in order, each once. */
  readonly holidays: readonly string[];
  /** Events that are no holidays, to show to whoever set the feed up. */
  readonly leftOut: readonly LeftOutEvent[];
}

/** More than a century of weekly events; only a hostile or broken rule has more. */
const MOST_OCCURRENCES = 10_000;

/** Days that the rules of a whole feed may try, and exceptions: far more than the holidays of a century need. */
const MOST_STEPS = 50_000;

/** Years, months, weeks or days between two occurrences. */
const LONGEST_INTERVAL = 1_000;

const DATE_PATTERN = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Reads holidays from an iCalendar feed (RFC 5545), as published for public holidays and school holidays.
 *
 * Whole-day events become holidays, repeated ones (RRULE, RDATE, EXDATE, and single occurrences that were moved or
 * cancelled) one by one. Events with a time of day, cancelled events, and those that can't be read are left out and
 * listed. A feed is read once: read it again to follow its changes, and to move the range on.
 *
 * Throws a {@link CalendarError} with code `invalid_calendar` when the text is not iCalendar, and `invalid_argument`
 * when the range is not two dates in order.
 *
 * @example
 * const { holidays } = holidaysFromICalendar(text, { from: "2026-01-01", to: "2028-12-31" });
 * const calendar = createCalendar({ timeZone: "Europe/Berlin", hours, holidays });
 */
export function holidaysFromICalendar(text: string, range: HolidayRange): FeedHolidays {
  if (!DATE_PATTERN.test(range.from) || !DATE_PATTERN.test(range.to) || range.to < range.from) {
    throw new CalendarError(
      "invalid_argument",
      `The range ${range.from} to ${range.to} is not two dates in order. Write { from: "2026-01-01", to: "2028-12-31" }.`,
    );
  }
  const events = parseEvents(text);
  const holidays = new Set<string>();
  const leftOut: LeftOutEvent[] = [];
  const exceptions = Map.groupBy(
    events.filter((event) => event.isRecurrenceException()),
    ({ uid }) => uid,
  );
  const budget = { left: MOST_STEPS };
  for (const event of events.filter((event) => !event.isRecurrenceException())) {
    const reason = collect(event, exceptions.get(event.uid) ?? [], range, holidays, budget);
    if (reason !== undefined) leftOut.push({ summary: event.summary ?? "", reason });
  }
  return { holidays: [...holidays].sort(), leftOut };
}

/** How much work a feed may still make. */
interface Budget {
  left: number;
}

const tooManySteps = `the rules of the feed try more than ${MOST_STEPS} days; this one was not followed to its end`;
/** Thrown where a rule is followed past the range. */
const pastRange = new Error("No occurrence is left in the range.");

function parseEvents(text: string): readonly ICAL.Event[] {
  try {
    const calendar = ICAL.Component.fromString(text);
    if (calendar.name !== "vcalendar") throw new Error(`it begins with ${calendar.name}`);
    return calendar
      .getAllSubcomponents("vevent")
      .map((component) => new ICAL.Event(component, { exceptions: [] }));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CalendarError(
      "invalid_calendar",
      `The text is not an iCalendar feed: ${reason}. Check that its address answers with text that begins with BEGIN:VCALENDAR.`,
    );
  }
}

/** Adds an event's holidays, or says why it has none. */
function collect(
  event: ICAL.Event,
  exceptions: readonly ICAL.Event[],
  range: HolidayRange,
  holidays: Set<string>,
  budget: Budget,
): string | undefined {
  if (isCancelled(event)) return "it is cancelled";
  if (!event.startDate) return "it has no start";
  if (!event.startDate.isDate) return "it has a time of day; only whole-day events are holidays";
  try {
    if (!event.isRecurring()) {
      addHoliday(event.startDate, event.endDate, range, holidays);
      return undefined;
    }
    budget.left -= exceptions.length;
    if (budget.left <= 0) return tooManySteps;
    for (const exception of exceptions) event.relateException(exception);
    spellOutLeapDay(event);
    boundRules(event, range, budget);
    return collectOccurrences(event, range, holidays);
  } catch (cause) {
    return `its rule can't be followed: ${cause instanceof Error ? cause.message : String(cause)}`;
  }
}

function collectOccurrences(
  event: ICAL.Event,
  range: HolidayRange,
  holidays: Set<string>,
): string | undefined {
  const occurrences = event.iterator();
  for (let count = 0; count < MOST_OCCURRENCES; count++) {
    const occurrence: ICAL.Time | undefined = occurrences.next();
    if (!occurrence || occurrence.toString() > range.to) return undefined;
    const { item, startDate, endDate } = event.getOccurrenceDetails(occurrence);
    if (!isCancelled(item) && startDate.isDate) addHoliday(startDate, endDate, range, holidays);
  }
  return `it repeats more than ${MOST_OCCURRENCES} times before ${range.to}; only the first of them were read`;
}

/** Bounds the search for occurrences: ical.js looks for a 30th of February for ever. It ends in the year after the range. */
function boundRules(event: ICAL.Event, range: HolidayRange, budget: Budget): void {
  const lastYear = Number(range.to.slice(0, 4)) + 1;
  for (const rule of event.component.getAllProperties("rrule").map((property) => property.getFirstValue())) {
    if (!(rule instanceof ICAL.Recur)) continue;
    if (["SECONDLY", "MINUTELY", "HOURLY"].includes(rule.freq))
      throw new Error(`whole days don't repeat ${rule.freq.toLowerCase()}`);
    if (rule.interval > LONGEST_INTERVAL) throw new Error(`its interval is longer than ${LONGEST_INTERVAL}`);
    const start = rule.iterator.bind(rule);
    rule.iterator = (from) => {
      const iterator = start(from);
      const advance = iterator.increment_year.bind(iterator);
      iterator.increment_year = (years: number) => {
        if (iterator.last.year > lastYear) throw pastRange;
        advance(years);
      };
      const check = iterator.check_contracting_rules.bind(iterator);
      iterator.check_contracting_rules = () => {
        if (budget.left-- <= 0) throw new Error(tooManySteps);
        return check();
      };
      const next = iterator.next.bind(iterator);
      iterator.next = (again?: boolean) => {
        try {
          return next(again);
        } catch (error) {
          if (error !== pastRange) throw error;
          iterator.completed = true;
          return next(again);
        }
      };
      return iterator;
    };
  }
}

/**
 * A yearly rule that begins on 29 February holds in leap years only (RFC 5545 s.3.3.10). ical.js takes it for 1 March
 * in the others, unless the rule says what its start implies.
 */
function spellOutLeapDay(event: ICAL.Event): void {
  for (const rule of event.component.getAllProperties("rrule").map((property) => property.getFirstValue())) {
    if (!(rule instanceof ICAL.Recur) || rule.freq !== "YEARLY" || Object.keys(rule.parts).length > 0)
      continue;
    if (event.startDate.month !== 2 || event.startDate.day !== 29) continue;
    rule.setComponent("BYMONTH", [2]);
    rule.setComponent("BYMONTHDAY", [29]);
  }
}

function isCancelled(event: ICAL.Event): boolean {
  return event.component.getFirstPropertyValue("status") === "CANCELLED";
}

/** `end` is counted out, as DTEND is (RFC 5545 s.3.6.1); an event that ends as it starts lasts its day. */
function addHoliday(start: ICAL.Time, end: ICAL.Time, range: HolidayRange, holidays: Set<string>): void {
  const lastDay = end.clone();
  lastDay.adjust(-1, 0, 0, 0);
  const [, first = ""] = [start.toString(), range.from].sort();
  const [, lastOfEvent = ""] = [start.toString(), lastDay.toString()].sort();
  const [last = ""] = [lastOfEvent, range.to].sort();
  if (first > last) return;
  holidays.add(first === last ? first : `${first}/${last}`);
}
