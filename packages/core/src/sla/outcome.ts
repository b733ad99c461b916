import type { Instant } from "../ports/index.ts";
import { type Clock, isOpenClock } from "./clock.ts";

/** What became of a promise. `missed` also while the clock still runs; `open`: neither met nor missed yet. */
export type Outcome = "met" | "missed" | "open" | "cancelled";

export function outcomeOf(clock: Pick<Clock, "state" | "breachedAt">): Outcome {
  if (clock.breachedAt !== null) return "missed";
  if (clock.state === "cancelled") return "cancelled";
  return isOpenClock(clock) ? "open" : "met";
}

/** When it was met or missed; null while neither. */
export function decidedAt(clock: Pick<Clock, "state" | "breachedAt" | "endedAt">): Instant | null {
  if (clock.breachedAt !== null) return clock.breachedAt;
  return clock.state === "fulfilled" ? clock.endedAt : null;
}

/** Share of promises kept, of those that were met or missed; null where there are none. */
export function attainment(met: number, missed: number): number | null {
  return met + missed === 0 ? null : met / (met + missed);
}

/** The value below which a share of the values lies, by the nearest rank; null of none. */
export function quantile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}
