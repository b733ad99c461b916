// For tests: business time counted minute by minute.

/** A repeating week; minutes are counted from Monday 09:00. */
const span = 400 * 1_440;
const weekdaysWithBreak = (day: number, minute: number) =>
  day < 5 && minute >= 540 && minute < 1_020 && !(minute >= 720 && minute < 780);
const everyDay = (_: number, minute: number) => minute >= 480 && minute < 1_200;
const always = () => true;

/** For each minute, how many open minutes were before it. */
function tabulated(isOpen: (day: number, minute: number) => boolean): Int32Array {
  const open = new Int32Array(span + 1);
  for (let at = 0; at < span; at++) {
    const minute = at + 540;
    const counts = isOpen(Math.floor(minute / 1_440) % 7, minute % 1_440);
    open[at + 1] = (open[at] ?? 0) + (counts ? 1 : 0);
  }
  return open;
}

const oracle = {
  office: tabulated(weekdaysWithBreak),
  daily: tabulated(everyDay),
  always: tabulated(always),
};
export type CalendarName = keyof typeof oracle;

/** Open minutes in a range. */
export const openMinutes = (calendar: CalendarName, from: number, to: number) =>
  (oracle[calendar][to] ?? 0) - (oracle[calendar][from] ?? 0);

/** The earliest minute by which this many were open. */
export function minuteWith(calendar: CalendarName, from: number, minutes: number): number {
  let at = from;
  while (openMinutes(calendar, from, at) < minutes) at++;
  return at;
}
