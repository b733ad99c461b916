import type { CalendarDefinition, WeeklyCalendarDefinition } from "./definition.ts";
import { collectHolidays, isHoliday, parseHoliday } from "./holidays.ts";
import { formatDate, MILLISECONDS_PER_DAY, monthDayOf, parseDate } from "./local-date.ts";
import { timeZoneNamed } from "./time-zone.ts";

/** A local date on which a calendar is closed, `YYYY-MM-DD`, and the holiday's name. */
export interface NamedHoliday {
  readonly date: string;
  readonly name: string | null;
}

/** The holidays on the local dates of a stretch, in order. */
export type HolidayLookup = (from: number, to: number) => readonly NamedHoliday[];

/** The holidays of a validated definition; those of a union are those of its calendars. */
export function holidayLookup(definition: CalendarDefinition): HolidayLookup {
  if (definition.kind === "always") return () => [];
  if (definition.kind !== "union") return weeklyLookup(definition);
  const lookups = definition.calendars.map(holidayLookup);
  return (from, to) => {
    const all = lookups.flatMap((lookup) => lookup(from, to));
    const byKey = new Map(all.map((holiday) => [`${holiday.date} ${holiday.name}`, holiday]));
    return [...byKey.values()].sort((a, b) => (a.date < b.date ? -1 : Number(a.date > b.date)));
  };
}

function weeklyLookup({
  timeZone,
  holidays = [],
  holidayNames = {},
  dates,
}: WeeklyCalendarDefinition): HolidayLookup {
  if (holidays.length === 0) return () => [];
  const zone = timeZoneNamed(timeZone);
  const closed = collectHolidays(holidays);
  const ownHours = new Set(Object.keys(dates ?? {}).map(parseDate));
  const names = collectNames(holidayNames);
  const localDate = (instant: number) =>
    Math.floor((instant + zone.offsetAt(instant)) / MILLISECONDS_PER_DAY);

  return (from, to) => {
    const found: NamedHoliday[] = [];
    if (!(from < to)) return found;
    const last = localDate(to - 1);
    for (let day = localDate(from); day <= last; day++) {
      if (ownHours.has(day) || !isHoliday(closed, day)) continue;
      found.push({
        date: formatDate(day),
        name: names.dates.get(day) ?? names.yearly.get(monthDayOf(day)) ?? null,
      });
    }
    return found;
  };
}

function collectNames(holidayNames: Readonly<Record<string, string>>) {
  const dates = new Map<number, string>();
  const yearly = new Map<number, string>();
  for (const [text, name] of Object.entries(holidayNames)) {
    const holiday = parseHoliday(text);
    if ("dates" in holiday) for (const date of holiday.dates) dates.set(date, name);
    if ("yearly" in holiday) for (const monthDay of holiday.yearly) yearly.set(monthDay, name);
  }
  return { dates, yearly };
}
