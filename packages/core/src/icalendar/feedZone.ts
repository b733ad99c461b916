import { zoneOffsetAt } from "../calendar/index.ts";
import type { FeedCalendar } from "./feed.ts";
import { SECONDS_PER_DAY, type WallTime } from "./wallTime.ts";

/** What is known about the time zone of an event. */
export interface FeedZone {
  /** The UTC offsets, in milliseconds, that may apply at an instant; one if the zone is known. */
  offsetsAt(instant: number): readonly number[];
  /** Whether these are all offsets of the zone, and not just the limits. */
  readonly isDefined: boolean;
}

const HOUR = 3_600_000;
const MILLISECONDS_PER_DAY = SECONDS_PER_DAY * 1_000;
/** All offsets of zones are between those of Baker Island and Kiritimati. */
const ANY_OFFSET: readonly number[] = [-12 * HOUR, 14 * HOUR];
const LONGEST_NAME = 100;

/**
 * The zone of a TZID or, for UTC, dates and floating times, the one that the calendar names. Outlook's own names, such
 * as `W. Europe Standard Time`, are resolved to the offsets of their VTIMEZONE.
 */
export function feedZone(timeZone: string | null, calendar: FeedCalendar): FeedZone {
  const name = timeZone ?? calendar.timeZone;
  const offsetAt = (instant: number) =>
    name === null || name.length > LONGEST_NAME ? null : zoneOffsetAt(name, instant);
  if (name !== null && offsetAt(0) !== null)
    return { offsetsAt: (instant) => [offsetAt(instant) ?? 0], isDefined: true };
  const defined = name === null ? undefined : calendar.definedZones.get(name);
  const offsets = defined === undefined ? ANY_OFFSET : [...defined];
  return { offsetsAt: () => offsets, isDefined: defined !== undefined };
}

/** The local times that a UTC time may be in a zone, earliest first. */
export function localTimes(utc: WallTime, zone: FeedZone): readonly WallTime[] {
  const instant = utc.day * MILLISECONDS_PER_DAY + utc.seconds * 1_000;
  return zone
    .offsetsAt(instant)
    .toSorted((a, b) => a - b)
    .map((offset) => {
      const day = Math.floor((instant + offset) / MILLISECONDS_PER_DAY);
      const seconds = (instant + offset - day * MILLISECONDS_PER_DAY) / 1_000;
      return { day, seconds, form: "local", timeZone: null };
    });
}
