/** A cron expression, parsed: which values of each field match. */
export interface Cron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  /** The hour is `*`: it follows elapsed time, even if a local hour occurs twice. */
  readonly isEveryHour: boolean;
  matchesDay(date: LocalDay): boolean;
}

/** A calendar day. Months count from 1, days of the week from Sunday, 0. */
export interface LocalDay {
  readonly month: number;
  readonly dayOfMonth: number;
  readonly dayOfWeek: number;
}

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly words?: readonly string[];
}

const fields = [
  { name: "minute", min: 0, max: 59 },
  { name: "hour", min: 0, max: 23 },
  { name: "day of month", min: 1, max: 31 },
  {
    name: "month",
    min: 1,
    max: 12,
    words: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
  },
  // 7 is Sunday as well.
  { name: "day of week", min: 0, max: 7, words: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] },
] as const satisfies readonly Field[];

const longestCron = 200;

/**
 * Parses a cron expression of five fields: minute, hour, day of month, month, day of week; each `*`, a value, a range, a
 * list, and steps such as `*\/15`; months and days of the week also by their first three letters. As with Vixie cron, a
 * day matches when either its day of month or its day of week does, unless one of the two begins with `*`.
 *
 * Returns an error text if it is invalid.
 */
export function parseCron(text: string): Cron | string {
  const parts = text.trim().split(/\s+/);
  if (text.length > longestCron || parts.length !== fields.length)
    return `is not a cron expression of five fields, such as "0 9 * * mon-fri"`;
  const parsed: number[][] = [];
  for (const [at, field] of fields.entries()) {
    const values = valuesOf(parts[at] ?? "", field);
    if (typeof values === "string") return values;
    parsed.push(values);
  }
  const [minutes = [], hours = [], days = [], months = [], weekdays = []] = parsed;
  const [, hour = "", day = "", , weekday = ""] = parts;
  const isEither = !day.startsWith("*") && !weekday.startsWith("*");
  if (!isEither && !months.some((month) => days.some((one) => one <= longestDay(month))))
    return "has a day that none of its months have";
  const ofWeek = new Set(weekdays.map((value) => value % 7));
  return {
    minutes,
    hours,
    isEveryHour: hour === "*",
    matchesDay({ month, dayOfMonth, dayOfWeek }) {
      if (!months.includes(month)) return false;
      const [isDay, isWeekday] = [days.includes(dayOfMonth), ofWeek.has(dayOfWeek)];
      return isEither ? isDay || isWeekday : isDay && isWeekday;
    },
  };
}

function longestDay(month: number): number {
  if (month === 2) return 29;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function valuesOf(text: string, field: Field): number[] | string {
  const values = new Set<number>();
  for (const item of text.split(",")) {
    const range = rangeOf(item, field);
    if (range === null)
      return `has "${item}" for the ${field.name}, which must be ${field.min} to ${field.max}`;
    for (let value = range.from; value <= range.to; value += range.step) values.add(value);
  }
  return [...values].sort((left, right) => left - right);
}

function rangeOf(item: string, field: Field) {
  const match = /^(?:\*|(\w+)(?:-(\w+))?)(?:\/(\d{1,3}))?$/.exec(item);
  if (match === null) return null;
  const [, first, last, by] = match;
  const step = by === undefined ? 1 : Number(by);
  if (step < 1) return null;
  if (first === undefined) return { from: field.min, to: field.max, step };
  const from = numberOf(first, field);
  // `5/10`: from 5 on.
  const to = last === undefined ? (by === undefined ? from : field.max) : numberOf(last, field);
  return from === null || to === null || from > to ? null : { from, to, step };
}

function numberOf(text: string, { min, max, words = [] }: Field): number | null {
  const word = words.indexOf(text.toLowerCase());
  if (word >= 0) return word + min;
  if (!/^\d{1,2}$/.test(text)) return null;
  const value = Number(text);
  return value >= min && value <= max ? value : null;
}
