import { dayOf } from "./civilDate.ts";
import type { Property } from "./contentLines.ts";
import { LeftOut } from "./leftOut.ts";

/** A date, or a date and time of day, as written in a feed. */
export interface WallTime {
  /** Days from 1970-01-01. */
  readonly day: number;
  /** Seconds since midnight. */
  readonly seconds: number;
  readonly form: "date" | "local" | "utc";
  /** TZID of a local time; null for a date, for UTC, and for a floating time. */
  readonly timeZone: string | null;
}

export const SECONDS_PER_DAY = 86_400;

/** RFC 5545 writes `20260501T090000Z`; some programs write the extended form of ISO 8601. */
const PATTERN = /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ](\d{2}):?(\d{2})(?::?(\d{2}))?(Z)?)?$/i;

/** @throws LeftOut if it is not an existing date */
export function readWallTime(value: string, parameters?: Property["parameters"]): WallTime {
  const [whole, year, month, date, hours, minutes, seconds = "0", utc] = PATTERN.exec(value.trim()) ?? [];
  const day = whole === undefined ? undefined : dayOf(Number(year), Number(month), Number(date));
  if (day === undefined) throw new LeftOut(`"${value.slice(0, 60)}" is not a date`);
  if (hours === undefined) return { day, seconds: 0, form: "date", timeZone: null };
  const time = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  if (Number(minutes) > 59 || Number(seconds) > 60 || time > SECONDS_PER_DAY)
    throw new LeftOut(`"${value.slice(0, 60)}" is not a time`);
  const at = time === SECONDS_PER_DAY ? { day: day + 1, seconds: 0 } : { day, seconds: time };
  // A value declared as a date is one, even if a program writes its midnight.
  if (at.seconds === 0 && parameters?.get("VALUE")?.toUpperCase() === "DATE")
    return { ...at, form: "date", timeZone: null };
  if (utc !== undefined) return { ...at, form: "utc", timeZone: null };
  return { ...at, form: "local", timeZone: parameters?.get("TZID") ?? null };
}
