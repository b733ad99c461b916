import type { NamedHoliday } from "./named-holidays.ts";
import type { OpenInterval } from "./open-time.ts";

/**
 * Counts business time. Instants are epoch milliseconds, durations are milliseconds, and nothing is rounded.
 *
 * Open time is a set of half-open intervals: a calendar is open at its opening instant and closed at its closing
 * instant. Calendars cover the years 1900 to 2199.
 *
 * **Daylight saving time.** Hours are wall times of the calendar's zone. Each start and end is resolved to an instant,
 * and business time is the time that actually passes between the two, so a shift from 22:00 to 06:00 lasts 7 or 9 hours
 * in the nights of a change. All wall times are resolved by one rule, that of RFC 5545 s.3.3.5, Temporal ("compatible")
 * and `zendesk/biz`: a wall time that exists twice is the first of the two, and one that does not exist moves forward
 * by the length of the gap (02:30 becomes 03:30). An interval that this leaves empty (02:30-03:15) is not open. A local
 * date that a zone skipped (Pacific/Apia, 2011-12-30) has no hours.
 *
 * Every method throws a {@link CalendarError} with code `invalid_argument` if an instant or a duration is NaN,
 * infinite, or outside the supported years.
 *
 * The cost of a method does not grow with the length of time asked about, once the years in question are loaded.
 */
export interface BusinessCalendar {
  /**
   * The earliest instant by which `durationMs` of business time has passed since `instant`.
   *
   * A closed `instant` is fine: counting starts at the next opening. Time that is used up exactly at a close ends at
   * that close, not at the opening after it. Zero returns `instant` itself, open or closed; a negative duration
   * subtracts.
   *
   * Throws `never_open` if the calendar does not have that much open time left.
   *
   * @example
   * calendar.add(Date.parse("2026-03-06T15:30:00Z"), 4 * 3_600_000);
   */
  add(instant: number, durationMs: number): number;

  /**
   * The latest instant from which `durationMs` of business time has passed at `instant`: the mirror of `add`. Time that
   * is used up exactly at an opening ends at that opening, not at the close before it.
   *
   * For an open instant, `subtract(add(instant, d), d)` is `instant`.
   *
   * Throws `never_open` if the calendar did not have that much open time before.
   */
  subtract(instant: number, durationMs: number): number;

  /** Business time from one instant to another; negative when `to` is before `from`. */
  between(from: number, to: number): number;

  /** Whether the calendar is open at an instant. */
  isOpen(instant: number): boolean;

  /** The earliest open instant at or after `instant`: itself if open, null if the calendar never opens again. */
  nextOpen(instant: number): number | null;

  /**
   * The end of the open interval that contains `instant` or, if closed, of the next one. Null if there is none, or if
   * it never ends.
   */
  nextClose(instant: number): number | null;

  /** The open time between two instants, in order and clipped to them; touching intervals are merged. */
  intervals(from: number, to: number): IterableIterator<OpenInterval>;

  /** The holidays on the local dates between two instants, in order. */
  holidays(from: number, to: number): readonly NamedHoliday[];
}
