import { MILLISECONDS_PER_DAY } from "./local-date.ts";
import type { TimeZone } from "./time-zone.ts";

/** Turns wall time, in milliseconds as if it were UTC, into instants. */
export interface WallClock {
  /**
   * The instant at which the wall clock shows `wallTime`.
   * A wall time uses the offset before a change until the clock has passed it for good. So a time that exists twice is
   * the first of the two, and one that does not exist moves forward by the length of the gap (02:30 becomes 03:30).
   */
  instantOf(wallTime: number): number;
  /** Whether the zone skipped that whole local date, given in days from 1970-01-01. */
  isSkipped(day: number): boolean;
}

/** More than the largest distance between wall time and UTC, plus the largest change of it. */
const MARGIN = 3 * MILLISECONDS_PER_DAY;

/** The wall clock of a zone, for wall times near [from, to). */
export function wallClock(zone: TimeZone, from: number, to: number): WallClock {
  const firstOffset = zone.offsetAt(from - MARGIN);
  const changes = zone.transitions(from - MARGIN, to + MARGIN).map((transition) => ({
    passedAt: transition.at + Math.max(transition.offsetBefore, transition.offsetAfter),
    skippedFrom: transition.at + transition.offsetBefore,
    offsetAfter: transition.offsetAfter,
  }));
  const leaps = changes.filter((change) => change.passedAt - change.skippedFrom >= MILLISECONDS_PER_DAY);

  // Usually asked in order, so it continues from where it was.
  let passed = 0;

  return {
    instantOf(wallTime) {
      while (wallTime >= (changes[passed]?.passedAt ?? Number.POSITIVE_INFINITY)) passed++;
      while (wallTime < (changes[passed - 1]?.passedAt ?? Number.NEGATIVE_INFINITY)) passed--;
      return wallTime - (changes[passed - 1]?.offsetAfter ?? firstOffset);
    },
    isSkipped(day) {
      const midnight = day * MILLISECONDS_PER_DAY;
      return leaps.some(
        (leap) => leap.skippedFrom <= midnight && midnight + MILLISECONDS_PER_DAY <= leap.passedAt,
      );
    },
  };
}
