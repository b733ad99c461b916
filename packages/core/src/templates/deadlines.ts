import { type Read, stateKey } from "../kernel/index.ts";
import type { Instant } from "../ports/index.ts";

/** What templates need of the room that keeps promises. */
export interface Deadlines {
  /** When the first reply to a case is due, or null when no policy names a time. */
  firstReplyDeadline(read: Read, caseId: string): Promise<Instant | null>;
}

/** Set by the SLA: a room above this one, which it therefore can't import. */
export const deadlines = stateKey<Deadlines>("sla");
