import type { CalendarDefinition, WeeklyCalendarDefinition } from "./definition.ts";

/** A seeded random number generator (mulberry32), so that a failing sample can be reproduced. */
export interface Random {
  /** A whole number from `first` to `last`, both inclusive. */
  integer(first: number, last: number): number;
  chance(probability: number): boolean;
  pick<T>(choices: readonly [T, ...T[]]): T;
}

export function seededRandom(seed: number): Random {
  let state = seed;
  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const integer = (first: number, last: number) => first + Math.floor(next() * (last - first + 1));
  return {
    integer,
    chance: (probability) => next() < probability,
    pick: (choices) => choices[integer(0, choices.length - 1)] ?? choices[0],
  };
}

const DAY_MINUTES = 1440;
const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/**
 * A valid definition that is hard on purpose: starts and ends fall into the hours in which clocks change, nights span
 * midnight, and holidays and dates with their own hours are around the given instants.
 */
export function randomDefinition(
  random: Random,
  timeZone: string,
  instants: readonly number[],
): CalendarDefinition {
  const weekly = randomWeek(random, timeZone, instants);
  if (!random.chance(0.25)) return weekly;
  const otherZone = random.pick([timeZone, "Europe/Berlin", "America/New_York", "Africa/Casablanca"]);
  return { kind: "union", calendars: [weekly, randomWeek(random, otherZone, instants)] };
}

function randomWeek(random: Random, timeZone: string, instants: readonly number[]): WeeklyCalendarDefinition {
  // No day opens before this, so a night may last until then.
  const earliest = random.pick([0, 0, 15, 60, 90, 120, 150, 180, 360]);
  const day = () => randomDay(random, earliest);
  const workdays = WEEKDAYS.filter(() => random.chance(0.8));
  const hours = Object.fromEntries(
    (workdays.length > 0 ? workdays : WEEKDAYS).map((weekday) => [weekday, day()]),
  );
  const dates: Record<string, string[]> = {};
  const holidays: string[] = random.chance(0.5) ? ["12-24/01-02", "05-01"] : [];
  for (const instant of instants) {
    const date = new Date(instant + random.integer(-2, 2) * 86_400_000).toISOString().slice(0, 10);
    if (random.chance(0.1)) dates[date] = day();
    if (random.chance(0.1)) holidays.push(date);
  }
  return { timeZone, hours, dates, holidays };
}

function randomDay(random: Random, earliest: number): string[] {
  if (earliest === 0 && random.chance(0.2)) return ["00:00-24:00"];
  const [start, length] = random.pick([
    [0, 240],
    [0, DAY_MINUTES],
    [540, 480],
    [1200, 240],
  ]);
  const first = Math.max(start, earliest);
  const last = Math.min(first + length, DAY_MINUTES);
  const step = random.pick([1, 15, 30]);
  const marks = new Set<number>();
  const wanted = random.pick([2, 2, 4, 6]);
  while (marks.size < wanted) marks.add(Math.ceil(random.integer(first, last) / step) * step);
  const ordered = [...marks].sort((a, b) => a - b);
  const intervals: string[] = [];
  for (let index = 0; index + 1 < ordered.length; index += 2) {
    intervals.push(`${clock(ordered[index])}-${clock(ordered[index + 1])}`);
  }
  const latest = ordered.at(-1) ?? 0;
  const isNightShift = earliest > 0 && latest < DAY_MINUTES - 1 && random.chance(0.5);
  if (isNightShift)
    intervals.push(`${clock(random.integer(latest, DAY_MINUTES - 1))}-${clock(random.integer(1, earliest))}`);
  return intervals;
}

function clock(minutes = 0): string {
  const [hour, minute] = [Math.floor(minutes / 60), minutes % 60].map((part) =>
    String(part).padStart(2, "0"),
  );
  return `${hour}:${minute}`;
}
