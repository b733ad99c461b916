import * as z from "zod";
import type { CalendarDefinition, UnionCalendarDefinition } from "./definition.ts";
import { parseHoliday } from "./holidays.ts";
import { formatInterval, parseInterval, parseIntervals } from "./hours.ts";
import { MILLISECONDS_PER_DAY, parseDate, WEEKDAYS, type Weekday } from "./local-date.ts";
import { isTimeZone } from "./time-zone.ts";

const ZONE_EXAMPLE = 'an IANA name such as "Europe/Berlin" or "UTC"';

/** Longer than any valid time, date, name or zone. */
const line = z.string().max(1_000);
const entries = 10_000;
/** A calendar stores each holiday of its ranges, and ranges may span a hundred years. */
const mostHolidays = 100_000;

const name = line.min(1).optional();

const timeZone = z
  .string({ error: `must be ${ZONE_EXAMPLE}` })
  .max(100)
  .refine(isTimeZone, {
    error: ({ input }) => `"${input}" is not a time zone; write ${ZONE_EXAMPLE}`,
  });

const openTime = z
  .array(line)
  .max(100)
  .check(({ value, issues }) => {
    const report = (message: string, path: PropertyKey[] = []) =>
      issues.push({ code: "custom", message, path, input: value, continue: true });
    if (value.length === 0) {
      report(
        'is empty; remove it (closed dates belong in "holidays") or add opening hours such as "09:00-17:00"',
      );
    }
    for (const [index, text] of value.entries()) {
      const parsed = parseInterval(text);
      if ("problem" in parsed) report(parsed.problem, [index]);
    }
    const intervals = parseIntervals(value);
    for (const [index, interval] of intervals.slice(1).entries()) {
      const previous = intervals[index];
      if (previous === undefined || interval.start >= previous.end) continue;
      report(overlap(formatInterval(previous), formatInterval(interval)));
    }
  });

const hours = z
  .partialRecord(z.enum(WEEKDAYS), openTime, { error: unknownKeys(WEEKDAYS) })
  .check(({ value, issues }) => {
    for (const [index, weekday] of WEEKDAYS.entries()) {
      const following: Weekday = WEEKDAYS[index + 1] ?? "sunday";
      const last = parseIntervals(value[weekday] ?? []).at(-1);
      const first = parseIntervals(value[following] ?? [])[0];
      if (last === undefined || first === undefined) continue;
      if (first.start + MILLISECONDS_PER_DAY >= last.end) continue;
      const message = overlap(formatInterval(last), `${following}'s ${formatInterval(first)}`);
      issues.push({ code: "custom", message, path: [weekday], input: value, continue: true });
    }
  });

const dates = z.record(line, openTime).check(({ value, issues }) => {
  if (Object.keys(value).length > entries) {
    const message = `has more than ${entries} dates`;
    issues.push({ code: "custom", message, input: value, continue: false });
    return;
  }
  for (const date of Object.keys(value)) {
    if (parseDate(date) !== undefined) continue;
    const message = "is not a date; write an existing date such as 2026-12-24";
    issues.push({ code: "custom", message, path: [date], input: value, continue: true });
  }
});

const holidays = z
  .array(line)
  .max(entries)
  .check(({ value, issues }) => {
    let days = 0;
    for (const [index, text] of value.entries()) {
      const parsed = parseHoliday(text);
      if (!("problem" in parsed)) {
        days += "dates" in parsed ? parsed.dates.length : parsed.yearly.length;
        if (days <= mostHolidays) continue;
        const message = `are more than ${mostHolidays} days; shorten the ranges`;
        issues.push({ code: "custom", message, path: [], input: value, continue: true });
        return;
      }
      issues.push({ code: "custom", message: parsed.problem, path: [index], input: value, continue: true });
    }
  });

const holidayNames = z.record(line, line.min(1)).check(({ value, issues }) => {
  const report = (message: string, path: PropertyKey[]) => {
    issues.push({ code: "custom", message, path, input: value, continue: true });
  };
  if (Object.keys(value).length > entries) return report(`has more than ${entries} names`, []);
  let days = 0;
  for (const text of Object.keys(value)) {
    const parsed = parseHoliday(text);
    if ("problem" in parsed) report(parsed.problem, [text]);
    else days += "dates" in parsed ? parsed.dates.length : parsed.yearly.length;
    if (days > mostHolidays) return report(`are for more than ${mostHolidays} days; shorten the ranges`, []);
  }
});

const weeklyCalendar = z
  .strictObject(
    {
      kind: z.literal("weekly").optional(),
      name,
      timeZone,
      hours: hours.optional(),
      dates: dates.optional(),
      holidays: holidays.optional(),
      holidayNames: holidayNames.optional(),
    },
    { error: unknownKeys(["kind", "name", "timeZone", "hours", "dates", "holidays", "holidayNames"]) },
  )
  .check(({ value, issues }) => {
    const hasOpenTime = [value.hours, value.dates].some((days) => Object.keys(days ?? {}).length > 0);
    if (hasOpenTime) return;
    const message = 'is empty; give at least one day opening hours, such as { "monday": ["09:00-17:00"] }';
    issues.push({ code: "custom", message, path: ["hours"], input: value, continue: true });
  });

const alwaysOpenCalendar = z.strictObject(
  { kind: z.literal("always"), name },
  { error: unknownKeys(["kind", "name"]) },
);

const unionCalendar = z.strictObject(
  {
    kind: z.literal("union"),
    name,
    get calendars(): z.ZodType<UnionCalendarDefinition["calendars"]> {
      return z
        .array(calendarDefinitionSchema)
        .max(100)
        .min(1, { error: "is empty; list at least one calendar" });
    },
  },
  { error: unknownKeys(["kind", "name", "calendars"]) },
);

/**
 * Validates a {@link CalendarDefinition}, for use in a host's own schema or before storing one. `createCalendar` runs
 * it by itself.
 */
export const calendarDefinitionSchema: z.ZodType<CalendarDefinition> = z.discriminatedUnion(
  "kind",
  [weeklyCalendar, unionCalendar, alwaysOpenCalendar],
  {
    error: ({ code }) =>
      code === "invalid_union" ? 'must be "weekly" (or left out), "union" or "always"' : undefined,
  },
);

/** Builds the message for unknown keys, which are usually misspelt. */
function unknownKeys(known: readonly string[]) {
  return (issue: { readonly code?: string; readonly keys?: unknown }): string | undefined => {
    if (issue.code !== "unrecognized_keys" || !Array.isArray(issue.keys)) return undefined;
    return `"${issue.keys.join('", "')}" is not known here; expected ${known.join(", ")}`;
  };
}

function overlap(first: string, second: string): string {
  return `"${first}" overlaps "${second}"; move one of them or merge the two`;
}
