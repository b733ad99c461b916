import { zoneOffsetAt } from "../../calendar/index.ts";
import type { Instant } from "../../ports/index.ts";
import type { Cron } from "./cron.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** More than any wall time is away from UTC. */
const marginMs = 26 * 3_600_000;
/** The 29th of February may be eight years away. */
const mostDays = 8 * 366 + 2;

/** The first occurrence after an instant. */
export function nextTime(cron: Cron, timeZone: string, after: Instant): Instant | null {
  const first = localDay(timeZone, after) - 1;
  for (let day = first; day < first + mostDays; day++) {
    const found = timesOn(cron, timeZone, day).find((at) => at > after);
    if (found !== undefined) return found;
  }
  return null;
}

/** The last occurrence at or before an instant. */
export function previousTime(cron: Cron, timeZone: string, atMost: Instant): Instant | null {
  const last = localDay(timeZone, atMost) + 1;
  for (let day = last; day > last - mostDays; day--) {
    const found = timesOn(cron, timeZone, day).findLast((at) => at <= atMost);
    if (found !== undefined) return found;
  }
  return null;
}

function localDay(timeZone: string, at: Instant): number {
  return Math.floor((at + offsetAt(timeZone, at)) / dayMs);
}

/** Occurrences on a local date, in days since 1970-01-01, in order. */
function timesOn(cron: Cron, timeZone: string, day: number): readonly Instant[] {
  const midnight = day * dayMs;
  const date = new Date(midnight);
  const local = {
    month: date.getUTCMonth() + 1,
    dayOfMonth: date.getUTCDate(),
    dayOfWeek: date.getUTCDay(),
  };
  if (!cron.matchesDay(local)) return [];
  const wallTimes = cron.hours.flatMap((hour) =>
    cron.minutes.map((minute) => midnight + (hour * 60 + minute) * minuteMs),
  );
  const before = offsetAt(timeZone, midnight - marginMs);
  const after = offsetAt(timeZone, midnight + dayMs + marginMs);
  if (before === after) return wallTimes.map((wall) => wall - before);
  const instants = wallTimes.flatMap((wall) => instantsOf(cron, timeZone, wall));
  return [...new Set(instants)].sort((left, right) => left - right);
}

/**
 * When the wall clock shows a time. A skipped time moves forward by the length of the gap (02:30 becomes 03:30). A
 * repeated time is the first of the two; for a cron of every hour, both.
 */
function instantsOf({ isEveryHour }: Cron, timeZone: string, wall: number): readonly Instant[] {
  const before = offsetAt(timeZone, wall - marginMs);
  const after = offsetAt(timeZone, wall + marginMs);
  const shown = [...new Set([wall - before, wall - after])]
    .filter((at) => at + offsetAt(timeZone, at) === wall)
    .sort((left, right) => left - right);
  if (shown.length === 0) return [wall - before];
  return isEveryHour ? shown : shown.slice(0, 1);
}

function offsetAt(timeZone: string, at: Instant): number {
  // Unknown zones are rejected when the desk is created.
  return zoneOffsetAt(timeZone, at) ?? 0;
}
