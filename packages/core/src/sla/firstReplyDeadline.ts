import type { Read } from "../kernel/index.ts";
import type { Instant } from "../ports/index.ts";
import { clockRows } from "./clockRows.ts";

/**
 * When the first reply to a case is due, as the transaction leaves it: also for a case that it opens. Null when the
 * case waits for none, when none is promised, or while the clock is paused.
 */
export async function firstReplyDeadline(read: Read, caseId: string): Promise<Instant | null> {
  const clocks = await clockRows.of(read, caseId);
  const clock = clocks.find(({ metric, state }) => metric === "first_reply" && state === "running");
  return clock?.deadline ?? null;
}
