import { CalendarError } from "./errors.ts";
import { PAGE_LENGTH } from "./page.ts";
import { FIRST_PAGE, LAST_PAGE } from "./page-index.ts";

const FIRST_INSTANT = FIRST_PAGE * PAGE_LENGTH;
const END = (LAST_PAGE + 1) * PAGE_LENGTH;

/** Throws a CalendarError unless the instant is a number of milliseconds in the years that calendars cover. */
export function requireInstant(title: string, instant: number): void {
  // Also false for NaN.
  if (instant >= FIRST_INSTANT && instant < END) return;
  throw new CalendarError(
    "invalid_argument",
    `${title} got the instant ${instant}, which is not in the years 1900 to 2199. Give epoch milliseconds, such as Date.now() or date.getTime().`,
  );
}

/** Throws a CalendarError unless the duration is a finite number of milliseconds. */
export function requireDuration(title: string, durationMs: number): void {
  if (Number.isFinite(durationMs)) return;
  throw new CalendarError(
    "invalid_argument",
    `${title} got the duration ${durationMs}, which is not a finite number of milliseconds.`,
  );
}
