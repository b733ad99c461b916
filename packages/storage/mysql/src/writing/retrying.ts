import { systemClock, systemRandom } from "@heedkit/core";
import { isLockLost } from "../failures.ts";

const mostAttempts = 8;
const longestPauseMs = 100;

/**
 * Runs work again where the database gave up on locks (a deadlock, a lock that another held for too long): it has
 * then undone the transaction. At most 8 times, and not after `timeoutMs`; the pauses grow and differ.
 */
export async function retried<Result>(work: () => Promise<Result>, timeoutMs: number): Promise<Result> {
  const began = performance.now();
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isLockLost(error) || attempt === mostAttempts || performance.now() - began > timeoutMs)
        throw error;
    }
    // Real time also under a fake clock: it is another transaction that is waited for.
    await systemClock.wait(Math.min(longestPauseMs, 2 ** attempt) * (0.5 + systemRandom.fraction() / 2));
  }
}
