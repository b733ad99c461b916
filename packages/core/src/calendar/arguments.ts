import { CalendarError } from "./errors.ts";
import { FIRST_INSTANT, LAST_INSTANT } from "./growing-timeline.ts";

/** Throws a CalendarError unless the instant is a number of milliseconds within the supported years. */
export function requireInstant(title: string, instant: number): void {
  // Also false for NaN.
  if (instant >= FIRST_INSTANT && instant < LAST_INSTANT) return;
  throw new CalendarError(
    "invalid_argument",
    `${title} received the instant ${instant}, which is outside the years 1900 to 2199. Pass epoch milliseconds, such as Date.now() or date.getTime().`,
  );
}

/** Throws a CalendarError unless the duration is a finite number of milliseconds. */
export function requireDuration(title: string, durationMs: number): void {
  if (Number.isFinite(durationMs)) return;
  throw new CalendarError(
    "invalid_argument",
    `${title} received the duration ${durationMs}, which is not a finite number of milliseconds.`,
  );
}
