import type { WeeklyCalendarDefinition } from "./definition.ts";
import { collectHolidays, isHoliday } from "./holidays.ts";
import { type DayInterval, parseIntervals } from "./hours.ts";
import { MILLISECONDS_PER_DAY, parseDate, WEEKDAYS, weekdayOf } from "./local-date.ts";
import { joined, type OpenTimeSource } from "./open-time.ts";
import { timeZoneNamed } from "./time-zone.ts";
import { wallClock } from "./wall-clock.ts";

const NO_INTERVALS: readonly DayInterval[] = [];

/** The open time of a validated weekly definition. */
export function weeklyOpenTime(definition: WeeklyCalendarDefinition): OpenTimeSource {
  const zone = timeZoneNamed(definition.timeZone);
  const holidays = collectHolidays(definition.holidays ?? []);
  const week = new Map(
    WEEKDAYS.map((weekday) => [weekday, parseIntervals(definition.hours?.[weekday] ?? [])]),
  );
  const dates = new Map(
    Object.entries(definition.dates ?? {}).map(([date, openTime]) => [
      parseDate(date),
      parseIntervals(openTime),
    ]),
  );

  const isClosed = (day: number) => !dates.has(day) && isHoliday(holidays, day);

  function intervalsStartingOn(day: number): readonly DayInterval[] {
    const own = dates.get(day);
    if (own !== undefined) return own;
    return isClosed(day) ? NO_INTERVALS : (week.get(weekdayOf(day)) ?? NO_INTERVALS);
  }

  return {
    openTime(from, to) {
      const clock = wallClock(zone, from, to);
      const edges: number[] = [];
      // The two days before contain what a night shift and the UTC offset carry into the range.
      const firstDay = Math.floor(from / MILLISECONDS_PER_DAY) - 2;
      const lastDay = Math.floor(to / MILLISECONDS_PER_DAY) + 1;
      for (let day = firstDay; day <= lastDay; day++) {
        const startingToday = intervalsStartingOn(day);
        if (startingToday.length === 0 || clock.isSkipped(day)) continue;
        const midnight = day * MILLISECONDS_PER_DAY;
        for (const interval of startingToday) {
          const following = clock.isSkipped(day + 1) ? day + 2 : day + 1;
          const runsIntoHoliday = interval.end > MILLISECONDS_PER_DAY && isClosed(following);
          const end = runsIntoHoliday ? MILLISECONDS_PER_DAY : interval.end;
          edges.push(clock.instantOf(midnight + interval.start), clock.instantOf(midnight + end));
        }
      }
      return joined(edges, from, to);
    },
  };
}
