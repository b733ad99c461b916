import type { Instant } from "../ports/index.ts";

// Processes whose clocks differ write to one case in turn: what came last by commits may be the earlier by the clock.

/** The later of two moments, or the one that there is. */
export function latest(left: Instant | null, right: Instant): Instant;
export function latest(left: Instant | null, right: Instant | null): Instant | null;
export function latest(left: Instant | null, right: Instant | null): Instant | null {
  return left === null || right === null ? (left ?? right) : Math.max(left, right);
}

/** The earlier of two moments, or the one that there is. */
export function earliest(left: Instant | null, right: Instant): Instant;
export function earliest(left: Instant | null, right: Instant | null): Instant | null;
export function earliest(left: Instant | null, right: Instant | null): Instant | null {
  return left === null || right === null ? (left ?? right) : Math.min(left, right);
}
