import { MILLISECONDS_PER_DAY } from "./local-date.ts";

/** Open time of a local date, in milliseconds of wall time after its midnight. Past midnight, `end` exceeds a day. */
export interface DayInterval {
  readonly start: number;
  readonly end: number;
}

const INTERVAL_PATTERN = /^(\d{2}):(\d{2})(?::(\d{2}))?-(\d{2}):(\d{2})(?::(\d{2}))?$/;

/** Reads `HH:MM-HH:MM` (seconds allowed), or says what is wrong with it and what to write instead. */
export function parseInterval(text: string): DayInterval | { readonly problem: string } {
  const match = INTERVAL_PATTERN.exec(text);
  if (match === null) {
    return { problem: `"${text}" is malformed; write it as "09:00-17:00" (24-hour clock, two digits)` };
  }
  const [, ...parts] = match;
  const [startHour = 0, startMinute = 0, startSecond = 0, endHour = 0, endMinute = 0, endSecond = 0] =
    parts.map((part) => Number(part ?? 0));
  const start = timeOfDay(startHour, startMinute, startSecond);
  const end = timeOfDay(endHour, endMinute, endSecond);
  if (start === undefined || start === MILLISECONDS_PER_DAY) {
    return { problem: `"${text}" is malformed; the start must be between 00:00 and 23:59:59` };
  }
  if (end === undefined)
    return { problem: `"${text}" is malformed; the end must be between 00:00 and 24:00` };
  if (start === end) {
    return { problem: `"${text}" is empty; remove it, or write "00:00-24:00" for the whole day` };
  }
  return { start, end: end > start ? end : end + MILLISECONDS_PER_DAY };
}

/** The intervals of a day, in order, skipping those that do not parse. */
export function parseIntervals(texts: readonly string[]): readonly DayInterval[] {
  return texts
    .map(parseInterval)
    .filter((interval): interval is DayInterval => "start" in interval)
    .toSorted((a, b) => a.start - b.start);
}

/** Writes an interval as definitions do: `22:00-06:00`. */
export function formatInterval(interval: DayInterval): string {
  const end = interval.end > MILLISECONDS_PER_DAY ? interval.end - MILLISECONDS_PER_DAY : interval.end;
  return `${formatTime(interval.start)}-${formatTime(end)}`;
}

function timeOfDay(hour: number, minute: number, second: number): number | undefined {
  const isValid = minute < 60 && second < 60 && (hour < 24 || (hour === 24 && minute === 0 && second === 0));
  return isValid ? ((hour * 60 + minute) * 60 + second) * 1000 : undefined;
}

function formatTime(milliseconds: number): string {
  const [hours, minutes, seconds] = [
    Math.floor(milliseconds / 3_600_000),
    Math.floor(milliseconds / 60_000) % 60,
    Math.floor(milliseconds / 1000) % 60,
  ].map((part) => String(part).padStart(2, "0"));
  return seconds === "00" ? `${hours}:${minutes}` : `${hours}:${minutes}:${seconds}`;
}
