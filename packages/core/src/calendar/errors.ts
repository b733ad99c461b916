/** What went wrong: the definition, an argument, or not enough open time. */
export type CalendarErrorCode = "invalid_calendar" | "invalid_argument" | "never_open";

/**
 * The only error that calendars throw.
 *
 * - `invalid_calendar`: the definition has mistakes; `problems` lists all of them.
 * - `invalid_argument`: an instant or a duration is NaN, infinite or out of range.
 * - `never_open`: `add` or `subtract` asks for more open time than the calendar has in that direction.
 */
export class CalendarError extends Error {
  readonly code: CalendarErrorCode;
  readonly problems: readonly string[];

  constructor(code: CalendarErrorCode, message: string, problems: readonly string[] = []) {
    super(message);
    this.name = "CalendarError";
    this.code = code;
    this.problems = problems;
  }
}
