import { setImmediate } from "node:timers/promises";
import type { Clock, Instant } from "@heedkit/core";

/** A clock that stands still until a test moves it. */
export interface FakeClock extends Clock {
  /**
   * Lets `ms` milliseconds pass. Due waits end in the order of their times, with the clock showing that time. What they wake
   * gets one turn of the event loop before the clock moves on, so that it can wait again; work outside the process may take
   * longer. Await it.
   */
  advance(ms: number): Promise<void>;
  /** Sets the clock forward or back, like a person setting a computer's clock: no wait becomes shorter or longer. */
  set(instant: Instant | string): void;
  /** The number of pending waits. */
  readonly waiting: number;
}

/**
 * Makes a {@link FakeClock}.
 *
 * ```ts
 * const clock = fakeClock("2026-01-05T09:00:00Z");
 * const woken = clock.wait(60_000);
 * await clock.advance(60_000);
 * await woken;
 * ```
 */
export function fakeClock(start: Instant | string): FakeClock {
  let offset = instantOf(start);
  let elapsed = 0;
  const waits = new Set<{ readonly due: number; readonly end: () => void }>();
  const earliest = (limit: number) =>
    [...waits].filter(({ due }) => due <= limit).sort((left, right) => left.due - right.due)[0];

  return {
    now: () => offset + elapsed,
    wait: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted || ms <= 0) return resolve();
        const end = () => {
          waits.delete(wait);
          signal?.removeEventListener("abort", end);
          resolve();
        };
        // Whole milliseconds, like instants; rounded up, because a timer never fires early.
        const wait = { due: elapsed + Math.ceil(ms), end };
        waits.add(wait);
        signal?.addEventListener("abort", end, { once: true });
      }),
    async advance(ms) {
      const until = elapsed + ms;
      for (let next = earliest(until); next !== undefined; next = earliest(until)) {
        elapsed = Math.max(elapsed, next.due);
        next.end();
        await setImmediate();
      }
      elapsed = Math.max(elapsed, until);
    },
    set(instant) {
      offset = instantOf(instant) - elapsed;
    },
    get waiting() {
      return waits.size;
    },
  };
}

function instantOf(instant: Instant | string): Instant {
  const parsed = typeof instant === "string" ? Date.parse(instant) : instant;
  if (Number.isInteger(parsed)) return parsed;
  throw new RangeError(`Not an instant: ${instant}`);
}
