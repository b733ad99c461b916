import type { Weekday } from "./local-date.ts";

/**
 * Open time of one day as wall times, `"09:00-17:00"`: 24-hour clock, seconds allowed (`"09:00:30-17:00"`), inclusive
 * start, exclusive end. Several intervals make breaks and split shifts. `"24:00"` is the end of the day, and an end
 * before the start is on the next day (`"22:00-06:00"`).
 */
export type OpenTime = readonly string[];

/**
 * When people work, as plain JSON: a week of hours, a union of calendars, or always.
 *
 * @example
 * const berlin: CalendarDefinition = {
 *   timeZone: "Europe/Berlin",
 *   hours: { monday: ["09:00-12:00", "13:00-17:00"], friday: ["09:00-15:00"] },
 *   dates: { "2026-12-24": ["09:00-12:00"] },
 *   holidays: ["12-25/12-26", "2026-04-03"],
 * };
 */
export type CalendarDefinition =
  | WeeklyCalendarDefinition
  | UnionCalendarDefinition
  | AlwaysOpenCalendarDefinition;

/** A week of hours in a time zone, with its exceptions. */
export interface WeeklyCalendarDefinition {
  readonly kind?: "weekly" | undefined;
  /** Used in error messages. */
  readonly name?: string | undefined;
  /** IANA time zone, such as `Europe/Berlin`. */
  readonly timeZone: string;
  /** Open time by day of the week. An interval belongs to the day on which it starts. */
  readonly hours?: Readonly<Partial<Record<Weekday, OpenTime>>> | undefined;
  /**
   * Dates (`YYYY-MM-DD`) with their own hours. They replace whatever would start on that local date, and take
   * precedence over holidays.
   */
  readonly dates?: Readonly<Record<string, OpenTime>> | undefined;
  /**
   * Local dates that are closed from midnight to midnight: `"2026-12-25"`, an inclusive range
   * `"2026-12-24/2026-12-31"`, or either of them without the year for every year (`"12-25"`, `"12-24/01-02"`). A night
   * shift that runs into a holiday ends at midnight; one that would start on it does not happen.
   */
  readonly holidays?: readonly string[] | undefined;
  /**
   * Names of holidays, by date or range as in `holidays`: `{ "12-25": "Christmas Day" }`. Shown when a clock is
   * explained.
   */
  readonly holidayNames?: Readonly<Record<string, string>> | undefined;
}

/** Open whenever at least one of its calendars is open; they may be in different time zones. */
export interface UnionCalendarDefinition {
  readonly kind: "union";
  /** Used in error messages. */
  readonly name?: string | undefined;
  readonly calendars: readonly CalendarDefinition[];
}

/** Open around the clock, every day: business time is elapsed time. */
export interface AlwaysOpenCalendarDefinition {
  readonly kind: "always";
  /** Used in error messages. */
  readonly name?: string | undefined;
}
