import { LeftOut } from "./leftOut.ts";
import { readWallTime, type WallTime } from "./wallTime.ts";

/** A day of the week, plain (`occurrence` 0) or numbered within a month or year: `-1FR` is its last Friday. */
export interface RuleWeekday {
  /** Sunday is 0. */
  readonly weekday: number;
  readonly occurrence: number;
}

/** A validated RRULE or EXRULE of whole days. An empty list restricts nothing. */
export interface RecurrenceRule {
  readonly frequency: "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY";
  readonly interval: number;
  readonly count: number | null;
  readonly until: WallTime | null;
  readonly weekStart: number;
  readonly months: readonly number[];
  readonly weekNumbers: readonly number[];
  readonly yearDays: readonly number[];
  readonly monthDays: readonly number[];
  readonly weekdays: readonly RuleWeekday[];
  readonly positions: readonly number[];
  /** Whether it has times of day other than midnight. */
  readonly hasTimes: boolean;
}

const WEEKDAY_CODES = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];
const FREQUENCIES = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"] as const;
const PARTS = new Set(
  "FREQ INTERVAL COUNT UNTIL WKST BYMONTH BYWEEKNO BYYEARDAY BYMONTHDAY BYDAY BYSETPOS BYHOUR BYMINUTE BYSECOND RSCALE SKIP".split(
    " ",
  ),
);
const MOST_VALUES = 1_000;

/**
 * Parses a rule (RFC 5545 s.3.3.10). What the RFC forbids, and what programs interpret differently, is rejected.
 *
 * @throws LeftOut with the reason
 */
export function readRule(text: string): RecurrenceRule {
  const parts = readParts(text);
  const list = (name: string) => valuesOf(parts, name);
  const numbers = (name: string, most: number, isSigned: boolean) =>
    list(name).map((value) => readNumber(name, value, most, isSigned));
  const times = (["BYHOUR", "BYMINUTE", "BYSECOND"] as const).flatMap((name) => list(name));
  const rule: RecurrenceRule = {
    frequency: readFrequency(parts.get("FREQ")),
    interval: readCount("INTERVAL", parts.get("INTERVAL")) ?? 1,
    count: readCount("COUNT", parts.get("COUNT")),
    until: parts.has("UNTIL") ? readWallTime(parts.get("UNTIL") ?? "") : null,
    weekStart: readWeekStart(parts.get("WKST") ?? "MO"),
    months: [...new Set(numbers("BYMONTH", 12, false))].sort((a, b) => a - b),
    weekNumbers: numbers("BYWEEKNO", 53, true),
    yearDays: numbers("BYYEARDAY", 366, true),
    monthDays: numbers("BYMONTHDAY", 31, true),
    weekdays: list("BYDAY").map(readWeekday),
    positions: numbers("BYSETPOS", 366, true),
    hasTimes: times.some((value) => Number(value) !== 0),
  };
  checkScale(parts);
  checkCombination(rule);
  return rule;
}

function readParts(text: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  for (const part of text.toUpperCase().split(";")) {
    if (part.trim() === "") continue;
    const [name = "", value = "", ...rest] = part.split("=").map((side) => side.trim());
    if (value === "" || rest.length > 0) throw unreadable(`"${part.slice(0, 60)}" is not NAME=VALUE`);
    if (!PARTS.has(name)) throw unreadable(`it has the unknown part ${name.slice(0, 60)}`);
    if (parts.has(name)) throw unreadable(`it has ${name} twice`);
    parts.set(name, value);
  }
  return parts;
}

function valuesOf(parts: ReadonlyMap<string, string>, name: string): readonly string[] {
  const values = parts.get(name)?.split(",") ?? [];
  if (values.length > MOST_VALUES) throw unreadable(`${name} has more than ${MOST_VALUES} values`);
  return values.map((value) => value.trim());
}

function readFrequency(value: string | undefined): RecurrenceRule["frequency"] {
  if (value === undefined) throw unreadable("it has no FREQ");
  const frequency = FREQUENCIES.find((candidate) => candidate === value);
  if (frequency !== undefined) return frequency;
  const isShort = ["HOURLY", "MINUTELY", "SECONDLY"].includes(value);
  throw unreadable(
    isShort ? `all-day events can't repeat ${value.toLowerCase()}` : `FREQ=${value.slice(0, 60)}`,
  );
}

function readNumber(name: string, value: string, most: number, isSigned: boolean): number {
  const number = /^[+-]?\d{1,3}$/.test(value) ? Number(value) : 0;
  if (number === 0 || Math.abs(number) > most || (number < 0 && !isSigned))
    throw unreadable(`${name}=${value.slice(0, 60)}`);
  return number;
}

function readCount(name: string, value: string | undefined): number | null {
  if (value === undefined) return null;
  const number = /^\d{1,9}$/.test(value) ? Number(value) : 0;
  if (number === 0) throw unreadable(`${name}=${value.slice(0, 60)}`);
  return number;
}

function readWeekStart(value: string): number {
  const weekday = WEEKDAY_CODES.indexOf(value);
  if (weekday < 0) throw unreadable(`WKST=${value.slice(0, 60)}`);
  return weekday;
}

function readWeekday(value: string): RuleWeekday {
  const [, occurrence, code = ""] = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(value) ?? [];
  const weekday = WEEKDAY_CODES.indexOf(code);
  const count = Number(occurrence ?? 0);
  if (weekday < 0 || Math.abs(count) > 53 || (occurrence !== undefined && count === 0))
    throw unreadable(`BYDAY=${value.slice(0, 60)}`);
  return { weekday, occurrence: count };
}

/** RFC 7529: days of other calendars, and dates that do not exist moved to others. */
function checkScale(parts: ReadonlyMap<string, string>): void {
  for (const [name, known] of [
    ["RSCALE", "GREGORIAN"],
    ["SKIP", "OMIT"],
  ] as const) {
    const value = parts.get(name) ?? known;
    if (value !== known) throw unreadable(`only ${name}=${known} is supported, not ${value.slice(0, 60)}`);
  }
}

function checkCombination(rule: RecurrenceRule): void {
  const { frequency, weekdays, weekNumbers, monthDays, yearDays, months, positions } = rule;
  const counted = weekdays.filter(({ occurrence }) => occurrence !== 0).length;
  if (counted > 0 && (frequency === "DAILY" || frequency === "WEEKLY" || weekNumbers.length > 0))
    throw unreadable("BYDAY has numbered weekdays, which only make sense within months and years");
  if (counted > 0 && counted < weekdays.length)
    throw unreadable("BYDAY mixes plain and numbered weekdays, which programs interpret differently");
  if (weekNumbers.length > 0 && frequency !== "YEARLY")
    throw unreadable("BYWEEKNO is only allowed in yearly rules");
  if (weekNumbers.length > 0 && weekdays.length + monthDays.length + yearDays.length === 0)
    throw unreadable("BYWEEKNO does not say which days of the week, which programs interpret differently");
  const restricted = [weekdays, weekNumbers, monthDays, yearDays, months].some(({ length }) => length > 0);
  if (positions.length > 0 && !restricted) throw unreadable("BYSETPOS needs another part to choose from");
}

function unreadable(reason: string): LeftOut {
  return new LeftOut(`its rule can't be followed: ${reason}`);
}
