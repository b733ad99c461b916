import type { Property } from "./contentLines.ts";
import { type FeedZone, localTimes } from "./feedZone.ts";
import { LeftOut } from "./leftOut.ts";
import { readWallTime, SECONDS_PER_DAY, type WallTime } from "./wallTime.ts";

/** An event's days: the first, in days from 1970-01-01, and how many there are. */
export interface WholeDays {
  readonly start: number;
  readonly days: number;
  /** Whether the feed writes them as dates or, like Outlook, as midnights. */
  readonly form: "date" | "midnights";
}

/** The properties that determine when an event is. */
export interface TimesOfEvent {
  readonly start: Property | undefined;
  readonly end: Property | undefined;
  readonly duration: Property | undefined;
}

/** Some programs end a day at its last minute or second. */
const LAST_MINUTE = SECONDS_PER_DAY - 60;
/** The longest range of a calendar definition. */
const MOST_DAYS = 36_525;
const DURATION = /^\+?P(?:(\d{1,5})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?$/i;
const timeOfDay = "it has a time of day; only all-day events can be holidays";

/** @throws LeftOut if an event does not take whole days */
export function readWholeDays({ start, end, duration }: TimesOfEvent, zone: FeedZone): WholeDays {
  if (start === undefined) throw new LeftOut("it has no start");
  const first = readWallTime(start.value, start.parameters);
  const local = inZone(first, zone);
  if (local.seconds !== 0) throw new LeftOut(timeOfDay);
  const isDate = first.form === "date";
  const days =
    end !== undefined
      ? dayAfter(end, first, zone) - local.day
      : duration !== undefined
        ? readDuration(duration.value)
        : Number(isDate);
  if (days < 0) throw new LeftOut("it ends before it starts");
  // An event that ends on its start date lasts that day (RFC 5545 s.3.6.1).
  if (days === 0 && !isDate) throw new LeftOut(timeOfDay);
  if (days > MOST_DAYS) throw new LeftOut("it is longer than 100 years");
  return { start: local.day, days: Math.max(days, 1), form: isDate ? "date" : "midnights" };
}

/** A day given as a date, or as the time at which it starts. @throws LeftOut if the time is not a midnight */
export function readDay(
  value: string,
  parameters: Property["parameters"],
  form: WholeDays["form"],
  zone: FeedZone,
): number {
  const wall = readWallTime(value, parameters);
  if (wall.form !== "utc" || (form === "date" && wall.seconds === 0)) {
    if (wall.seconds === 0) return wall.day;
    throw new LeftOut(`${value.slice(0, 60)} has a time of day`);
  }
  const [local, other] = localTimes(wall, zone);
  if (local === undefined || other !== undefined || local.seconds !== 0)
    throw new LeftOut(`the local date of ${value.slice(0, 60)} is unknown`);
  return local.day;
}

/** The day at whose start an event ends: the end is exclusive. */
function dayAfter(end: Property, start: WallTime, zone: FeedZone): number {
  const last = readWallTime(end.value, end.parameters);
  if (start.timeZone !== null && last.timeZone !== null && start.timeZone !== last.timeZone)
    throw new LeftOut("it starts and ends in different time zones");
  const local = inZone(last, zone);
  if (local.seconds >= LAST_MINUTE) return local.day + 1;
  if (local.seconds !== 0) throw new LeftOut(timeOfDay);
  return local.day;
}

function inZone(wall: WallTime, zone: FeedZone): WallTime {
  if (wall.form !== "utc") return wall;
  const [local, other] = localTimes(wall, zone);
  if (local === undefined || other !== undefined) throw new LeftOut(timeOfDay);
  return local;
}

function readDuration(value: string): number {
  const match = DURATION.exec(value);
  if (match === null) throw new LeftOut(`its duration ${value.slice(0, 60)} can't be parsed`);
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  const total = (weeks * 7 + days) * SECONDS_PER_DAY + hours * 3_600 + minutes * 60 + seconds;
  if (total % SECONDS_PER_DAY !== 0) throw new LeftOut(timeOfDay);
  return total / SECONDS_PER_DAY;
}
