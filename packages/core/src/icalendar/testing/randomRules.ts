/** A series of whole days, in python-dateutil's terms. Dates are `YYYY-MM-DD`. */
export interface Series {
  readonly start: string;
  readonly rules: readonly string[];
  readonly excludedRules: readonly string[];
  readonly dates: readonly string[];
  readonly excludedDates: readonly string[];
}

/** Reproducible random numbers: mulberry32. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const DATES = ["2020-02-29", "2024-12-31", "2025-06-15", "2026-01-01", "2026-02-28", "2026-08-08"];

/** Random series of whole days: every part of a rule, in combinations that RFC 5545 allows. */
export function randomSeries(seed: number): Series {
  const random = randomNumbers(seed);
  const chance = (share: number) => random() < share;
  const whole = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
  const one = <Value>(values: readonly [Value, ...Value[]] | readonly Value[]): Value => {
    const value = values[whole(0, values.length - 1)];
    if (value === undefined) throw new Error("There is nothing to choose from.");
    return value;
  };
  const several = <Value>(make: () => Value) =>
    [...new Set(Array.from({ length: chance(0.5) ? 1 : whole(2, 4) }, make))].join(",");
  const signed = (most: number) => whole(1, most) * (chance(0.3) ? -1 : 1);
  const date = () => {
    if (chance(0.2)) return one(DATES);
    return new Date(Date.UTC(whole(1985, 2027), whole(0, 11), whole(1, 31))).toISOString().slice(0, 10);
  };

  const rule = () => {
    const frequency = one(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]);
    const isLong = frequency === "MONTHLY" || frequency === "YEARLY";
    const parts = [`FREQ=${frequency}`];
    if (chance(0.4)) parts.push(`INTERVAL=${whole(1, 5)}`);
    if (chance(0.2)) parts.push(`COUNT=${whole(1, 60)}`);
    if (chance(0.2)) parts.push(`UNTIL=${date().replaceAll("-", "")}`);
    if (chance(0.3)) parts.push(`BYMONTH=${several(() => whole(1, 12))}`);
    if (frequency !== "WEEKLY" && chance(0.3)) parts.push(`BYMONTHDAY=${several(() => signed(31))}`);
    const hasWeekNumber = frequency === "YEARLY" && chance(0.3);
    if (hasWeekNumber) parts.push(`BYWEEKNO=${several(() => one([1, 20, 52, 53, -1, whole(1, 53)]))}`);
    if (frequency === "YEARLY" && chance(0.2)) parts.push(`BYYEARDAY=${several(() => signed(366))}`);
    if (hasWeekNumber || chance(0.4)) {
      const most = frequency === "YEARLY" ? one([5, 53]) : 5;
      const isCounted = isLong && !hasWeekNumber && chance(0.5);
      parts.push(`BYDAY=${several(() => `${isCounted ? signed(most) : ""}${one(WEEKDAYS)}`)}`);
    }
    if (parts.some((part) => part.startsWith("BY")) && chance(0.3))
      parts.push(`BYSETPOS=${several(() => signed(4))}`);
    if (chance(0.3)) parts.push(`WKST=${one(WEEKDAYS)}`);
    return parts.join(";");
  };

  const rules = [rule(), ...(chance(0.1) ? [rule()] : [])];
  return {
    start: date(),
    rules: chance(0.05) ? [] : rules,
    excludedRules: chance(0.1) ? [rule()] : [],
    dates: chance(0.2) ? [date(), date()] : [],
    excludedDates: chance(0.2) ? [date(), "2026-05-01"] : [],
  };
}
