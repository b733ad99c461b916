import { requireDuration, requireInstant } from "./arguments.ts";
import type { BusinessCalendar } from "./business-calendar.ts";
import { CalendarError } from "./errors.ts";
import { covering, extendedDown, extendedUp, timelineAt } from "./growing-timeline.ts";
import type { HolidayLookup, NamedHoliday } from "./named-holidays.ts";
import type { OpenInterval, OpenTimeSource } from "./open-time.ts";
import {
  countUntil,
  earliestWith,
  endOf,
  intervalAt,
  isOpenAt,
  latestWith,
  layOut,
  type Timeline,
} from "./timeline.ts";

const EMPTY = layOut(0, 0, []);

/**
 * A calendar over any source of open time. `title` is its name in errors.
 * It has one timeline, which grows as needed. Arguments are checked off the fast path: NaN and instants out of range
 * are never within the timeline.
 */
export function indexedCalendar(
  title: string,
  source: OpenTimeSource,
  lookUp: HolidayLookup,
): BusinessCalendar {
  let line = EMPTY;

  function cover(instant: number): void {
    requireInstant(title, instant);
    line = line === EMPTY ? timelineAt(source, instant) : covering(source, line, instant);
  }

  function extendUp(): boolean {
    const longer = extendedUp(source, line);
    line = longer ?? line;
    return longer !== undefined;
  }

  function extendDown(): boolean {
    const longer = extendedDown(source, line);
    line = longer ?? line;
    return longer !== undefined;
  }

  function add(instant: number, durationMs: number): number {
    if (!holds(line, instant)) cover(instant);
    if (!(durationMs > 0)) return shiftBack(instant, durationMs, subtract);
    const count = countUntil(line, instant) + durationMs;
    if (count <= line.total) return earliestWith(line, count);
    requireDuration(title, durationMs);
    while (count > line.total) if (!extendUp()) return failNeverOpen("after", instant, durationMs);
    return earliestWith(line, count);
  }

  function subtract(instant: number, durationMs: number): number {
    if (!holds(line, instant)) cover(instant);
    if (!(durationMs > 0)) return shiftBack(instant, durationMs, add);
    const count = countUntil(line, instant) - durationMs;
    if (count >= 0) return latestWith(line, count);
    requireDuration(title, durationMs);
    while (countUntil(line, instant) < durationMs) {
      if (!extendDown()) return failNeverOpen("before", instant, durationMs);
    }
    return latestWith(line, countUntil(line, instant) - durationMs);
  }

  /** Nothing to count, or a negative duration, which counts in the other direction. */
  function shiftBack(instant: number, durationMs: number, opposite: typeof add): number {
    requireDuration(title, durationMs);
    return durationMs === 0 ? instant : opposite(instant, -durationMs);
  }

  function between(from: number, to: number): number {
    if (!holds(line, from)) cover(from);
    if (!holds(line, to)) cover(to);
    // Adding 0 rules out -0, which would make the compiled code branch unpredictably on every result of 0.
    return countUntil(line, to) - countUntil(line, from) + 0;
  }

  function isOpen(instant: number): boolean {
    if (!holds(line, instant)) cover(instant);
    return isOpenAt(line, instant);
  }

  function nextOpen(instant: number): number | null {
    if (!holds(line, instant)) cover(instant);
    const count = countUntil(line, instant);
    while (count >= line.total) if (!extendUp()) return null;
    // Continue from the latest instant up to which no more is counted than so far.
    return latestWith(line, count);
  }

  function nextClose(instant: number): number | null {
    const opening = nextOpen(instant);
    if (opening === null) return null;
    while (endOf(line, intervalAt(line, opening)) >= line.to) if (!extendUp()) return null;
    return endOf(line, intervalAt(line, opening));
  }

  function* intervals(from: number, to: number): Generator<OpenInterval> {
    requireInstant(title, to);
    let start = nextOpen(from);
    while (start !== null && start < to) {
      const end = nextClose(start) ?? to;
      yield { start, end: Math.min(end, to) };
      start = end < to ? nextOpen(end) : null;
    }
  }

  function failNeverOpen(direction: "after" | "before", instant: number, durationMs: number): never {
    throw new CalendarError(
      "never_open",
      `${title} has less than ${durationMs} ms of open time ${direction} ${new Date(instant).toISOString()}, within the years 1900 to 2199. Add opening hours or dates, or ask for less.`,
    );
  }

  function holidays(from: number, to: number): readonly NamedHoliday[] {
    requireInstant(title, from);
    requireInstant(title, to);
    return lookUp(from, to);
  }

  return { add, subtract, between, isOpen, nextOpen, nextClose, intervals, holidays };
}

function holds(line: Timeline, instant: number): boolean {
  return instant >= line.from && instant < line.to;
}
