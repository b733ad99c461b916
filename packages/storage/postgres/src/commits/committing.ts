import type { Driver } from "../drivers/driver.ts";
import { isRefusal, toSupportError } from "../failures.ts";
import { untilThrough } from "../retrying.ts";
import { applyChanges } from "./apply.ts";
import type { Committing } from "./commitQueue.ts";
import { stepsTogether } from "./prepare.ts";

/** How long a group waits for a lock of others: then its commits part, and only the one that needs it goes on waiting. */
const longestWaitOfGroupMs = 250;

/** Runs commits on our own connections. */
export function committingOn(driver: Driver): Committing {
  return {
    async together(commits) {
      const statements = stepsTogether(commits.flat()).map(({ statement }) => statement);
      try {
        await driver.transaction(statements, longestWaitOfGroupMs);
        return "done";
      } catch (error) {
        if (isRefusal(error)) return "apart";
        throw toSupportError(error);
      }
    },
    alone: (changes) => untilThrough(() => applyChanges(driver, changes)),
  };
}
