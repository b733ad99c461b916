import type { NamedHoliday } from "./named-holidays.ts";
import type { OpenInterval } from "./open-time.ts";

/**
 * Counts business time. Instants are epoch milliseconds, durations are milliseconds, and milliseconds are kept.
 *
 * Open time is a set of half-open intervals: a calendar is open at its opening instant and closed at its closing
 * instant. Calendars cover the years 1900 to 2199.
 *
 * **Daylight saving time.** Hours are wall times of the calendar's zone. Each start and end is resolved to an
 * instant, and business time is the time that really passes between the two; so a shift from 22:00 to 06:00 lasts
 * 7 or 9 hours in the nights of a change. One rule resolves every wall time, that of RFC 5545 s.3.3.5, of Temporal
 * ("compatible") and of `zendesk/biz`: one that exists twice is the first of the two, and one that does not exist
 * is as much later as the clock was put forward (02:30 becomes 03:30). What is left empty by that
 * (02:30-03:15) is not open. A local date that a zone skipped (Pacific/Apia, 2011-12-30) has no hours.
 *
 * Every method throws a {@link CalendarError} with code `invalid_argument` when an instant or a duration is NaN,
 * infinite, or outside the years that are covered.
 *
 * No method's cost grows with the span of time it is asked about, once the years in question were seen.
 */
export interface BusinessCalendar {
  /**
   * The earliest instant by which `durationMs` of business time has passed since `instant`.
   *
   * A closed `instant` is fine: counting begins at the next opening. Time that is used up exactly at a close ends
   * at that close, not at the opening after it. Zero gives `instant` back, open or closed; a negative duration
   * subtracts.
   *
   * Throws `never_open` when the calendar does not have that much open time left.
   *
   * @example
   * calendar.add(Date.parse("2026-03-06T15:30:00Z"), 4 * 3_600_000);
   */
  add(instant: number, durationMs: number): number;

  /**
   * The latest instant since which `durationMs` of business time has passed at `instant`: the mirror of `add`. Time
   * that is used up exactly at an opening ends at that opening, not at the close before it.
   *
   * For an open instant, `subtract(add(instant, d), d)` is `instant`.
   *
   * Throws `never_open` when the calendar did not have that much open time before.
   */
  subtract(instant: number, durationMs: number): number;

  /** Business time from one instant to another; negative when `to` is before `from`. */
  between(from: number, to: number): number;

  /** Whether the calendar is open at an instant. */
  isOpen(instant: number): boolean;

  /** The earliest open instant at or after `instant`: itself when open, null when the calendar never opens again. */
  nextOpen(instant: number): number | null;

  /**
   * The end of the open time that holds `instant` or, when closed, of the next one. Null when there is none, or
   * when it never ends.
   */
  nextClose(instant: number): number | null;

  /** The open time between two instants, in order, cut to them; intervals that touch are one. */
  intervals(from: number, to: number): IterableIterator<OpenInterval>;

  /** The holidays on the local dates that the time from one instant up to another touches, in order. */
  holidays(from: number, to: number): readonly NamedHoliday[];
}
