import { Temporal } from "temporal-polyfill";
import type { CalendarDefinition, OpenTime, WeeklyCalendarDefinition } from "./definition.ts";

/**
 * A slow second opinion for tests: it shares no code with the engine, leaves all time zone questions to Temporal, and
 * looks at each minute separately. Only for definitions in whole minutes and zones with offsets in whole minutes.
 */
export interface Oracle {
  isOpen(instant: number): boolean;
  between(from: number, to: number): number;
  /** Undefined if the answer lies outside the range that was inspected. */
  add(instant: number, durationMs: number): number | undefined;
  subtract(instant: number, durationMs: number): number | undefined;
  nextOpen(instant: number): number | undefined;
  nextClose(instant: number): number | undefined;
}

interface Occurrence {
  readonly start: number;
  readonly end: number;
}

const MINUTE = 60_000;
const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** Looks at each minute of [from, to); both must be whole minutes. */
export function lookAt(definition: CalendarDefinition, from: number, to: number): Oracle {
  const occurrences = occurrencesOf(definition, from, to);
  const minutes = Uint8Array.from({ length: (to - from) / MINUTE }, (_, index) => {
    const instant = from + index * MINUTE;
    return occurrences.some(({ start, end }) => start <= instant && instant < end) ? 1 : 0;
  });
  const isOpen = (instant: number) => minutes[Math.floor((instant - from) / MINUTE)] === 1;
  const minuteOf = (instant: number) => Math.floor(instant / MINUTE) * MINUTE;

  function between(first: number, last: number): number {
    if (last < first) return 0 - between(last, first);
    let count = 0;
    for (let minute = minuteOf(first); minute < last; minute += MINUTE) {
      if (isOpen(minute)) count += Math.min(minute + MINUTE, last) - Math.max(minute, first);
    }
    return count;
  }

  function add(instant: number, durationMs: number): number | undefined {
    if (durationMs === 0) return instant;
    let left = durationMs;
    for (let minute = minuteOf(instant); minute < to; minute += MINUTE) {
      if (!isOpen(minute)) continue;
      const start = Math.max(minute, instant);
      if (minute + MINUTE - start >= left) return start + left;
      left -= minute + MINUTE - start;
    }
    return undefined;
  }

  function subtract(instant: number, durationMs: number): number | undefined {
    if (durationMs === 0) return instant;
    let left = durationMs;
    for (let minute = minuteOf(instant); minute >= from; minute -= MINUTE) {
      if (!isOpen(minute)) continue;
      const end = Math.min(minute + MINUTE, instant);
      if (end - minute >= left) return end - left;
      left -= end - minute;
    }
    return undefined;
  }

  function next(instant: number, wanted: boolean): number | undefined {
    if (isOpen(instant) === wanted) return instant;
    for (let minute = minuteOf(instant) + MINUTE; minute < to; minute += MINUTE) {
      if (isOpen(minute) === wanted) return minute;
    }
    return undefined;
  }

  return {
    isOpen,
    between,
    add,
    subtract,
    nextOpen: (instant) => next(instant, true),
    nextClose(instant) {
      const opening = next(instant, true);
      return opening === undefined ? undefined : next(opening, false);
    },
  };
}

/** Each occurrence of an interval of the definition near [from, to), as instants. */
export function occurrencesOf(
  definition: CalendarDefinition,
  from: number,
  to: number,
): readonly Occurrence[] {
  if (definition.kind === "always") return [{ start: from, end: to }];
  if (definition.kind === "union")
    return definition.calendars.flatMap((part) => occurrencesOf(part, from, to));
  const found: Occurrence[] = [];
  const { timeZone } = definition;
  const last = localDate(to, timeZone).add({ days: 2 });
  for (
    let date = localDate(from, timeZone).subtract({ days: 3 });
    Temporal.PlainDate.compare(date, last) <= 0;
  ) {
    if (exists(date, timeZone)) found.push(...occurrencesOn(definition, date));
    date = date.add({ days: 1 });
  }
  return found;
}

function occurrencesOn(
  definition: WeeklyCalendarDefinition,
  date: Temporal.PlainDate,
): readonly Occurrence[] {
  const { timeZone } = definition;
  const tomorrow = date.add({ days: 1 });
  const nextExisting = exists(tomorrow, timeZone) ? tomorrow : tomorrow.add({ days: 1 });
  return hoursOf(definition, date).map((interval) => {
    const [start = "", end = ""] = interval.split("-");
    const endsTomorrow = end === "24:00" || end <= start;
    const endTime =
      end === "24:00" || (endsTomorrow && isClosedHoliday(definition, nextExisting)) ? "00:00" : end;
    return {
      start: date.toZonedDateTime({ timeZone, plainTime: start }).epochMilliseconds,
      end: (endsTomorrow ? tomorrow : date).toZonedDateTime({ timeZone, plainTime: endTime })
        .epochMilliseconds,
    };
  });
}

function hoursOf(definition: WeeklyCalendarDefinition, date: Temporal.PlainDate): OpenTime {
  const own = definition.dates?.[date.toString()];
  if (own !== undefined) return own;
  if (isClosedHoliday(definition, date)) return [];
  const weekday = WEEKDAYS[date.dayOfWeek - 1];
  return weekday === undefined ? [] : (definition.hours?.[weekday] ?? []);
}

function isClosedHoliday(definition: WeeklyCalendarDefinition, date: Temporal.PlainDate): boolean {
  const day = date.toString();
  if (definition.dates?.[day] !== undefined) return false;
  return (definition.holidays ?? []).some((holiday) => {
    const [first = "", last = first] = holiday.split("/");
    const written = first.length === 5 ? day.slice(5) : day;
    return first <= last ? first <= written && written <= last : first <= written || written <= last;
  });
}

/** False for a date that the zone skipped, as Pacific/Apia skipped 2011-12-30. */
function exists(date: Temporal.PlainDate, timeZone: string): boolean {
  return date.toZonedDateTime({ timeZone }).toPlainDate().equals(date);
}

function localDate(instant: number, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).toPlainDate();
}

/** The instants at which a zone changed its offset in [from, to). */
export function changesOf(timeZone: string, from: number, to: number): readonly number[] {
  const found: number[] = [];
  let at = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(timeZone);
  for (;;) {
    const next = at.getTimeZoneTransition("next");
    if (next === null || next.epochMilliseconds >= to) return found;
    found.push(next.epochMilliseconds);
    at = next;
  }
}
