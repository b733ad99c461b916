import dayjs from "dayjs";
import businessTime from "dayjs-business-time";
import OpeningHours from "opening_hours";

export const ZONE = "Europe/Berlin";

const DAY = 86_400_000;
const MINUTE = 60_000;

// Both peers only support the process's own time zone.
process.env.TZ = ZONE;

/** What is compared: adding business time to an instant, and counting it between two; in milliseconds. */
export interface Scheduler {
  readonly name?: string;
  add(instant: number, durationMs: number): number;
  between(from: number, to: number): number;
}

/** Monday to Friday 9 to 17 in dayjs-business-time, which counts minutes. */
export function dayjsBusinessTime(holidays: readonly string[]) {
  dayjs.extend(businessTime);
  const openTime = [{ start: "09:00:00", end: "17:00:00" }];
  dayjs.setBusinessTime({
    sunday: null,
    monday: openTime,
    tuesday: openTime,
    wednesday: openTime,
    thursday: openTime,
    friday: openTime,
    saturday: null,
  });
  dayjs.setHolidays([...holidays]);
  return {
    name: "dayjs-business-time",
    add: (instant: number, durationMs: number) =>
      dayjs(instant)
        .addBusinessMinutes(durationMs / MINUTE)
        .valueOf(),
    between: (from: number, to: number) => dayjs(from).businessMinutesDiff(dayjs(to)) * MINUTE,
  };
}

/**
 * The same in opening_hours, with its own German holidays. It has no `add`; the natural one walks its iterator from
 * change to change until the open time is used up.
 */
export function openingHours() {
  const hours = berlinOffice();
  return {
    name: "opening_hours",
    add(instant: number, durationMs: number) {
      const iterator = hours.getIterator(new Date(instant));
      let left = durationMs;
      let now = instant;
      for (;;) {
        const isOpen = iterator.getState();
        if (!iterator.advance()) throw new Error("opening_hours found no further change.");
        const change = iterator.getDate().getTime();
        if (isOpen && change - now >= left) return now + left;
        if (isOpen) left -= change - now;
        now = change;
      }
    },
    between: (from: number, to: number) => hours.getOpenDuration(new Date(from), new Date(to))[0],
  };
}

/** The public holidays of Berlin between two instants, as opening_hours knows them: `YYYY-MM-DD`. */
export function publicHolidays(from: number, to: number): readonly string[] {
  const hours = berlinOffice();
  const noons = Array.from(
    { length: Math.ceil((to - from) / DAY) },
    (_, index) => from + (index + 0.5) * DAY,
  );
  return noons
    .filter((noon) => hours.getPublicHolidayContext(new Date(noon)).isHoliday)
    .map((noon) => new Date(noon).toISOString().slice(0, 10));
}

function berlinOffice() {
  const berlin = { lat: 52.52, lon: 13.4, address: { country_code: "de", state: "Berlin" } };
  return new OpeningHours("Mo-Fr 09:00-17:00; PH off", berlin);
}
