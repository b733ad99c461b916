/** A change of a zone's offset from UTC. Offsets are milliseconds east of UTC. */
export interface Transition {
  readonly at: number;
  readonly offsetBefore: number;
  readonly offsetAfter: number;
}

/** What the engine needs to know about an IANA time zone. */
export interface TimeZone {
  readonly name: string;
  /** Milliseconds to add to an instant to get its wall time. */
  offsetAt(instant: number): number;
  /** The offset changes in [from, to), in order. */
  transitions(from: number, to: number): readonly Transition[];
}

/** Searched and cached as one piece: about 99 days. */
const STRETCH = 2 ** 33;

/**
 * Offsets are compared at this distance, 6.2 days, so two changes that undo each other within it would be missed.
 * No zone has such a pair between 1890 and 2200; the closest are 6.96 days apart (America/Recife in 2000, Asia/Gaza
 * in 2040).
 */
const PROBE = 2 ** 29;

/** More than there are zone names, so that invented offsets such as `+01:23` can't pile up. */
const MOST_ZONES = 700;

const zones = new Map<string, TimeZone>();

/** Whether this runtime knows a time zone by that name. */
export function isTimeZone(name: string): boolean {
  return zones.has(name) || canonicalFormat(name) !== undefined;
}

/** The zone with that name. All calendars share its cache. Throws RangeError if it is unknown. */
export function timeZoneNamed(name: string): TimeZone {
  const known = zones.get(name);
  if (known !== undefined) return known;
  const format = canonicalFormat(name);
  if (format === undefined) throw new RangeError(`Unknown time zone "${name}".`);
  if (zones.size >= MOST_ZONES) zones.clear();
  const zone = createTimeZone(name, format);
  zones.set(name, zone);
  return zone;
}

/** The offset of a time zone from UTC at an instant, in milliseconds east of it; null if the zone is unknown. */
export function zoneOffsetAt(timeZone: string, instant: number): number | null {
  return isTimeZone(timeZone) ? timeZoneNamed(timeZone).offsetAt(instant) : null;
}

function createTimeZone(name: string, format: Intl.DateTimeFormat): TimeZone {
  const offsetAt = (instant: number) => parseOffset(format.format(instant));
  const stretches = new Map<number, readonly Transition[]>();

  function stretch(index: number): readonly Transition[] {
    const known = stretches.get(index);
    if (known !== undefined) return known;
    const found = findTransitions(offsetAt, index * STRETCH, (index + 1) * STRETCH);
    stretches.set(index, found);
    return found;
  }

  return {
    name,
    offsetAt,
    transitions(from, to) {
      const found: Transition[] = [];
      for (let index = Math.floor(from / STRETCH); index * STRETCH < to; index++) {
        for (const transition of stretch(index)) {
          if (transition.at >= from && transition.at < to) found.push(transition);
        }
      }
      return found;
    },
  };
}

/** The changes in (from, to]: a change exactly at `to` is seen by comparing with the offset there. */
function findTransitions(offsetAt: (instant: number) => number, from: number, to: number): Transition[] {
  const found: Transition[] = [];
  let offsetBefore = offsetAt(from - 1);
  for (let probe = from; probe < to; probe += PROBE) {
    const last = Math.min(probe + PROBE, to) - 1;
    const offsetAfter = offsetAt(last);
    if (offsetAfter !== offsetBefore) {
      found.push({
        at: firstInstantWith(offsetAt, offsetBefore, probe - 1, last),
        offsetBefore,
        offsetAfter,
      });
    }
    offsetBefore = offsetAfter;
  }
  return found;
}

/** Zone rules change on whole seconds, which halves the search. */
function firstInstantWith(
  offsetAt: (instant: number) => number,
  offsetBefore: number,
  before: number,
  after: number,
): number {
  let low = Math.floor(before / 1000);
  let high = Math.ceil(after / 1000);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle * 1000) === offsetBefore) low = middle;
    else high = middle;
  }
  return high * 1000;
}

/** The shortest format that includes the offset, and so the cheapest to create. */
function canonicalFormat(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone, minute: "numeric", timeZoneName: "longOffset" });
  } catch {
    return undefined;
  }
}

const OFFSET_PATTERN = /GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/;

/** `0 GMT+05:30` gives 19,800,000. */
function parseOffset(text: string): number {
  const match = OFFSET_PATTERN.exec(text);
  if (match === null) throw new RangeError(`This runtime formats UTC offsets in an unknown way: "${text}".`);
  const [, sign, hours = 0, minutes = 0, seconds = 0] = match;
  const offset = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  return sign === "-" ? -offset : offset;
}
