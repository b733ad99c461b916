import { systemClock, systemRandom } from "@heedkit/core";
import { isBusy, toSupportError } from "./failures.ts";

const longestPauseMs = 25;

/**
 * A pause before the lock is tried for again: longer each time, and never the same for two that wait. Real time also
 * under a fake clock: it is another process that is waited for.
 */
export function pause(attempt: number): Promise<void> {
  const most = Math.min(longestPauseMs, 2 ** Math.min(attempt, 10));
  return systemClock.wait(most * (0.5 + systemRandom.fraction() / 2));
}

/** Retries until the lock is free, at most `timeoutMs`, without blocking the event loop. Throws SupportErrors. */
export async function untilFree<Result>(attempt: () => Result, timeoutMs: number): Promise<Result> {
  const began = performance.now();
  for (let attempts = 0; ; attempts++) {
    try {
      return attempt();
    } catch (error) {
      if (!isBusy(error) || performance.now() - began >= timeoutMs) throw toSupportError(error);
    }
    await pause(attempts);
  }
}
