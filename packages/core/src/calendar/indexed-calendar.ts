import { requireDuration, requireInstant } from "./arguments.ts";
import type { BusinessCalendar } from "./business-calendar.ts";
import { CalendarError } from "./errors.ts";
import type { OpenInterval, OpenTimeSource } from "./open-time.ts";
import { countUntil, earliestWith, intervalAt, latestWith, PAGE_LENGTH } from "./page.ts";
import { createPageIndex } from "./page-index.ts";

/** A calendar over any source of open time. `title` is how errors call it. */
export function indexedCalendar(title: string, source: OpenTimeSource): BusinessCalendar {
  const index = createPageIndex(source);

  function add(instant: number, durationMs: number): number {
    requireInstant(title, instant);
    requireDuration(title, durationMs);
    if (durationMs <= 0) return durationMs === 0 ? instant : subtract(instant, -durationMs);
    const page = index.page(Math.floor(instant / PAGE_LENGTH));
    const pageStart = page.number * PAGE_LENGTH;
    const count = countUntil(page, instant - pageStart) + durationMs;
    if (count <= page.total) return pageStart + earliestWith(page, count);
    const result = earliestReaching(index.before(page.number) + count);
    return result ?? failNeverOpen("after", instant, durationMs);
  }

  function subtract(instant: number, durationMs: number): number {
    requireInstant(title, instant);
    requireDuration(title, durationMs);
    if (durationMs <= 0) return durationMs === 0 ? instant : add(instant, -durationMs);
    const page = index.page(Math.floor(instant / PAGE_LENGTH));
    const pageStart = page.number * PAGE_LENGTH;
    const count = countUntil(page, instant - pageStart) - durationMs;
    if (count >= 0) return pageStart + latestWith(page, count);
    const result = latestNotExceeding(index.before(page.number) + count);
    return result ?? failNeverOpen("before", instant, durationMs);
  }

  function between(from: number, to: number): number {
    requireInstant(title, from);
    requireInstant(title, to);
    const first = index.page(Math.floor(from / PAGE_LENGTH));
    const last = index.page(Math.floor(to / PAGE_LENGTH));
    const count =
      countUntil(last, to - last.number * PAGE_LENGTH) - countUntil(first, from - first.number * PAGE_LENGTH);
    if (first === last) return count;
    return count + index.before(last.number) - index.before(first.number);
  }

  function isOpen(instant: number): boolean {
    requireInstant(title, instant);
    const page = index.page(Math.floor(instant / PAGE_LENGTH));
    const elapsed = instant - page.number * PAGE_LENGTH;
    const interval = intervalAt(page, elapsed);
    const count = (page.counts[interval] ?? 0) + elapsed - (page.starts[interval] ?? 0);
    return count < (page.counts[interval + 1] ?? 0);
  }

  function nextOpen(instant: number): number | null {
    requireInstant(title, instant);
    const page = index.page(Math.floor(instant / PAGE_LENGTH));
    const pageStart = page.number * PAGE_LENGTH;
    const count = countUntil(page, instant - pageStart);
    // The latest instant up to which no more is counted than now is where counting goes on.
    if (count < page.total) return pageStart + latestWith(page, count);
    return latestNotExceeding(index.before(page.number) + count);
  }

  function nextClose(instant: number): number | null {
    const opening = nextOpen(instant);
    if (opening === null) return null;
    const number = Math.floor(opening / PAGE_LENGTH);
    const end = endOfInterval(number, opening);
    if (end < (number + 1) * PAGE_LENGTH) return end;
    // Open to the end of the page: the interval ends in the page by whose end there is more closed time than now.
    const closedTime = number * PAGE_LENGTH + PAGE_LENGTH - index.before(number + 1);
    const last = index.firstPage((businessTime, next) => next * PAGE_LENGTH - businessTime > closedTime);
    return last === undefined ? null : endOfInterval(last, last * PAGE_LENGTH);
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

  function endOfInterval(number: number, instant: number): number {
    const page = index.page(number);
    const pageStart = number * PAGE_LENGTH;
    const interval = intervalAt(page, instant - pageStart);
    const length = (page.counts[interval + 1] ?? 0) - (page.counts[interval] ?? 0);
    return pageStart + (page.starts[interval] ?? 0) + length;
  }

  function earliestReaching(count: number): number | null {
    const number = index.firstPage((businessTime) => businessTime >= count);
    if (number === undefined) return null;
    return number * PAGE_LENGTH + earliestWith(index.page(number), count - index.before(number));
  }

  function latestNotExceeding(count: number): number | null {
    const number = index.firstPage((businessTime) => businessTime > count);
    if (number === undefined) return null;
    return number * PAGE_LENGTH + latestWith(index.page(number), count - index.before(number));
  }

  function failNeverOpen(direction: "after" | "before", instant: number, durationMs: number): never {
    throw new CalendarError(
      "never_open",
      `${title} has less than ${durationMs} ms of open time ${direction} ${new Date(instant).toISOString()}, up to the end of the years 1900 to 2199. Give it hours or later dates, or ask for less.`,
    );
  }

  return { add, subtract, between, isOpen, nextOpen, nextClose, intervals };
}
