import { joined, type OpenTimeSource } from "./open-time.ts";
import { edgesOf, layOut, type Timeline } from "./timeline.ts";

/** Timelines start and end at multiples of this, about 398 days. */
const STEP = 2 ** 35;

/** The supported range: the years 1900 to 2199, rounded up to whole steps. */
export const FIRST_INSTANT = Math.floor(Date.UTC(1900, 0) / STEP) * STEP;
export const LAST_INSTANT = Math.ceil(Date.UTC(2200, 0) / STEP) * STEP;

/** The timeline of the step that contains an instant. */
export function timelineAt(source: OpenTimeSource, instant: number): Timeline {
  const from = Math.floor(instant / STEP) * STEP;
  return layOut(from, from + STEP, source.openTime(from, from + STEP));
}

/** A longer timeline that also contains an instant. */
export function covering(source: OpenTimeSource, line: Timeline, instant: number): Timeline {
  const step = Math.floor(instant / STEP) * STEP;
  const from = instant < line.from ? Math.min(step, earlierStart(line)) : line.from;
  const to = instant >= line.to ? Math.max(step + STEP, laterEnd(line)) : line.to;
  return extended(source, line, from, to);
}

/** A timeline with a later end; undefined at the end of the supported range. */
export function extendedUp(source: OpenTimeSource, line: Timeline): Timeline | undefined {
  return line.to < LAST_INSTANT ? extended(source, line, line.from, laterEnd(line)) : undefined;
}

/** A timeline with an earlier start; undefined at the start of the supported range. */
export function extendedDown(source: OpenTimeSource, line: Timeline): Timeline | undefined {
  return line.from > FIRST_INSTANT ? extended(source, line, earlierStart(line), line.to) : undefined;
}

function laterEnd(line: Timeline): number {
  return Math.min(line.to + growth(line), LAST_INSTANT);
}

function earlierStart(line: Timeline): number {
  return Math.max(line.from - growth(line), FIRST_INSTANT);
}

/** A fraction of the current length, so that repeated growth is cheap overall. */
function growth(line: Timeline): number {
  return Math.ceil((line.to - line.from) / STEP / 2) * STEP;
}

function extended(source: OpenTimeSource, line: Timeline, from: number, to: number): Timeline {
  const earlier = from < line.from ? source.openTime(from, line.from) : [];
  const later = to > line.to ? source.openTime(line.to, to) : [];
  return layOut(from, to, joined([...earlier, ...edgesOf(line), ...later], from, to));
}
