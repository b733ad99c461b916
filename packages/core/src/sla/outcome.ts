import type { Instant } from "../ports/index.ts";
import { type Clock, isOpenClock } from "./clock.ts";

/** The outcome of a clock. `missed` even while it is running; `open`: neither met nor missed yet. */
export type Outcome = "met" | "missed" | "open" | "cancelled";

export function outcomeOf(clock: Pick<Clock, "state" | "breachedAt">): Outcome {
  if (clock.breachedAt !== null) return "missed";
  if (clock.state === "cancelled") return "cancelled";
  return isOpenClock(clock) ? "open" : "met";
}

/** When it was met or missed; null if neither. */
export function decidedAt(clock: Pick<Clock, "state" | "breachedAt" | "endedAt">): Instant | null {
  if (clock.breachedAt !== null) return clock.breachedAt;
  return clock.state === "fulfilled" ? clock.endedAt : null;
}

/** Share of targets met, out of those met or missed; null if there are none. */
export function attainment(met: number, missed: number): number | null {
  return met + missed === 0 ? null : met / (met + missed);
}

/** The value below which a share of the values lies, by nearest rank; null without values. */
export function quantile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}
