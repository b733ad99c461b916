import { requireDuration, requireInstant } from "./arguments.ts";
import type { BusinessCalendar } from "./business-calendar.ts";

/** A calendar that never closes. `title` is its name in errors. */
export function alwaysOpenCalendar(title: string): BusinessCalendar {
  function shift(instant: number, durationMs: number): number {
    requireInstant(title, instant);
    requireDuration(title, durationMs);
    return instant + durationMs;
  }

  return {
    add: shift,
    subtract: (instant, durationMs) => shift(instant, -durationMs),
    between(from, to) {
      requireInstant(title, from);
      requireInstant(title, to);
      return to - from;
    },
    isOpen(instant) {
      requireInstant(title, instant);
      return true;
    },
    nextOpen(instant) {
      requireInstant(title, instant);
      return instant;
    },
    nextClose(instant) {
      requireInstant(title, instant);
      return null;
    },
    *intervals(from, to) {
      requireInstant(title, from);
      requireInstant(title, to);
      if (from < to) yield { start: from, end: to };
    },
    holidays(from, to) {
      requireInstant(title, from);
      requireInstant(title, to);
      return [];
    },
  };
}

/** The calendar for time that counts around the clock: business time is elapsed time. */
export const alwaysOpen: BusinessCalendar = alwaysOpenCalendar("The always-open calendar");
