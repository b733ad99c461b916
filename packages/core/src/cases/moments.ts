import type { Instant } from "../ports/index.ts";

// Processes with different clocks write to one case in turn, so the last commit may have the earlier time.

/** The later of two times; if one is null, the other. */
export function latest(left: Instant | null, right: Instant): Instant;
export function latest(left: Instant | null, right: Instant | null): Instant | null;
export function latest(left: Instant | null, right: Instant | null): Instant | null {
  return left === null || right === null ? (left ?? right) : Math.max(left, right);
}

/** The earlier of two times; if one is null, the other. */
export function earliest(left: Instant | null, right: Instant): Instant;
export function earliest(left: Instant | null, right: Instant | null): Instant | null;
export function earliest(left: Instant | null, right: Instant | null): Instant | null {
  return left === null || right === null ? (left ?? right) : Math.min(left, right);
}
