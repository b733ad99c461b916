import { systemClock, systemRandom } from "@heedkit/core";
import { isInTheWay, toSupportError } from "./failures.ts";

const mostAttempts = 8;
const longestPauseMs = 200;

/** Runs work again when another transaction was in the way, with growing pauses. Throws SupportErrors. */
export async function untilThrough<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isInTheWay(error) || attempt === mostAttempts) throw toSupportError(error);
    }
    // Real time also under a fake clock: it is another process that is waited for.
    await systemClock.wait(systemRandom.fraction() * Math.min(longestPauseMs, 5 * 2 ** attempt));
  }
}
