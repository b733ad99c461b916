import { alwaysOpenCalendar } from "./always-open.ts";
import type { BusinessCalendar } from "./business-calendar.ts";
import type { CalendarDefinition } from "./definition.ts";
import { CalendarError } from "./errors.ts";
import { indexedCalendar } from "./indexed-calendar.ts";
import { holidayLookup } from "./named-holidays.ts";
import type { OpenTimeSource } from "./open-time.ts";
import { calendarDefinitionSchema } from "./schema.ts";
import { unionOpenTime } from "./union.ts";
import { weeklyOpenTime } from "./weekly.ts";

/**
 * Builds a calendar from its definition. Cheap: open time is computed on first use, a year at a time. Keep the calendar
 * and reuse it, as it caches.
 *
 * Throws a {@link CalendarError} with code `invalid_calendar` that lists everything wrong with the definition.
 *
 * @example
 * const support = createCalendar({
 *   timeZone: "Europe/Berlin",
 *   hours: { monday: ["09:00-17:00"], tuesday: ["09:00-17:00"] },
 *   holidays: ["12-25/12-26"],
 * });
 * const dueAt = support.add(Date.now(), 4 * 3_600_000);
 */
export function createCalendar(definition: CalendarDefinition): BusinessCalendar {
  const parsed = calendarDefinitionSchema.safeParse(definition);
  if (!parsed.success) throw invalid(titleOf(definition), parsed.error.issues);
  const title = titleOf(parsed.data);
  const source = openTimeOf(parsed.data);
  return source === undefined
    ? alwaysOpenCalendar(title)
    : indexedCalendar(title, source, holidayLookup(parsed.data));
}

/** Undefined if it is always open. */
function openTimeOf(definition: CalendarDefinition): OpenTimeSource | undefined {
  if (definition.kind === "always") return undefined;
  if (definition.kind !== "union") return weeklyOpenTime(definition);
  const sources = definition.calendars.map(openTimeOf);
  const partial = sources.filter((source) => source !== undefined);
  return partial.length < sources.length ? undefined : unionOpenTime(partial);
}

function titleOf(definition: CalendarDefinition): string {
  const name: unknown = definition?.name;
  return typeof name === "string" ? `Calendar "${name}"` : "The calendar";
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function invalid(title: string, issues: readonly Issue[]): CalendarError {
  const problems = issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join(".")}: ${message}`,
  );
  const list = problems.map((problem) => `\n- ${problem}`).join("");
  return new CalendarError("invalid_calendar", `${title} is not valid:${list}`, problems);
}
