import { formatDay } from "./civilDate.ts";
import type { DayRange } from "./expandRule.ts";
import { LeftOut } from "./leftOut.ts";

const MOST_HOLIDAYS = 100_000;
/** Of one date. */
const MOST_NAMES = 4;
/** More than the length of any range, so that a first and a last day fit in one number: strings are slow to create. */
const SPAN = 2 ** 23;

/** Collects holidays without duplicates, and clips them to a range. */
export function foundHolidays(range: DayRange) {
  const found = new Map<number, readonly string[]>();
  return {
    /** @throws LeftOut if there are too many */
    add(start: number, days: number, name: string): void {
      const [first, last] = [Math.max(start, range.from), Math.min(start + days - 1, range.to)];
      if (first > last) return;
      const key = (first - range.from) * SPAN + last - first;
      const names = found.get(key);
      if (names === undefined && found.size >= MOST_HOLIDAYS)
        throw new LeftOut(`the feed has more than ${MOST_HOLIDAYS} holidays; ask for a shorter range`);
      if (names === undefined) found.set(key, name === "" ? [] : [name]);
      else if (name !== "" && names.length < MOST_NAMES && !names.includes(name))
        found.set(key, [...names, name]);
    },

    /** The holidays in the form of a calendar definition, in order, and the names of those that have one. */
    all(): { readonly holidays: readonly string[]; readonly names: Readonly<Record<string, string>> } {
      const entries = [...found].map(([key, names]) => {
        const first = range.from + Math.floor(key / SPAN);
        const last = first + (key % SPAN);
        const entry = first === last ? formatDay(first) : `${formatDay(first)}/${formatDay(last)}`;
        return [entry, names.join(", ")] as const;
      });
      return {
        holidays: entries.map(([entry]) => entry).sort(),
        names: Object.fromEntries(entries.filter(([, name]) => name !== "").sort()),
      };
    },
  };
}
