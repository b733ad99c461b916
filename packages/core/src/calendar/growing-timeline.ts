import { joined, type OpenInterval, type OpenTimeSource } from "./open-time.ts";
import { layOut, type Timeline } from "./timeline.ts";

/** Timelines begin and end at multiples of this, about 398 days. */
const STEP = 2 ** 35;

/** What calendars cover: the years 1900 to 2199, rounded up to whole steps. */
export const FIRST_INSTANT = Math.floor(Date.UTC(1900, 0) / STEP) * STEP;
export const LAST_INSTANT = Math.ceil(Date.UTC(2200, 0) / STEP) * STEP;

/** The timeline of the step that holds an instant. */
export function timelineAt(source: OpenTimeSource, instant: number): Timeline {
  const from = Math.floor(instant / STEP) * STEP;
  return layOut(from, from + STEP, source.openTime(from, from + STEP));
}

/** A timeline that holds an instant too. */
export function covering(source: OpenTimeSource, line: Timeline, instant: number): Timeline {
  const from = Math.min(line.from, Math.floor(instant / STEP) * STEP);
  const to = Math.max(line.to, (Math.floor(instant / STEP) + 1) * STEP);
  return extended(source, line, from, to);
}

/** A later end, by a quarter so that growing costs little in all; undefined at the end of the years covered. */
export function extendedUp(source: OpenTimeSource, line: Timeline): Timeline | undefined {
  if (line.to >= LAST_INSTANT) return undefined;
  return extended(source, line, line.from, Math.min(line.to + growth(line), LAST_INSTANT));
}

/** An earlier start; undefined at the start of the years covered. */
export function extendedDown(source: OpenTimeSource, line: Timeline): Timeline | undefined {
  if (line.from <= FIRST_INSTANT) return undefined;
  return extended(source, line, Math.max(line.from - growth(line), FIRST_INSTANT), line.to);
}

function growth(line: Timeline): number {
  return Math.ceil((line.to - line.from) / STEP / 4) * STEP;
}

function extended(source: OpenTimeSource, line: Timeline, from: number, to: number): Timeline {
  const intervals = [
    ...(from < line.from ? source.openTime(from, line.from) : []),
    ...intervalsOf(line),
    ...(to > line.to ? source.openTime(line.to, to) : []),
  ];
  return layOut(from, to, joined(intervals, from, to));
}

function intervalsOf(line: Timeline): readonly OpenInterval[] {
  return Array.from({ length: line.size }, (_, index) => {
    const start = line.starts[index] ?? 0;
    return { start, end: start + (line.counts[index + 1] ?? 0) - (line.counts[index] ?? 0) };
  });
}
