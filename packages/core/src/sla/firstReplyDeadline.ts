import type { Read } from "../kernel/index.ts";
import type { Instant } from "../ports/index.ts";
import { clockRows } from "./clockRows.ts";

/**
 * When the first reply to a case is due at the end of the transaction, even for a case that it opens. Null if nobody
 * waits for one, if there is no target, or while the clock is paused.
 */
export async function firstReplyDeadline(read: Read, caseId: string): Promise<Instant | null> {
  const clocks = await clockRows.of(read, caseId);
  const clock = clocks.find(({ metric, state }) => metric === "first_reply" && state === "running");
  return clock?.deadline ?? null;
}
