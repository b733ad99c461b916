import { type Read, stateKey } from "../kernel/index.ts";
import type { Instant } from "../ports/index.ts";

/** What templates need from the SLA room. */
export interface Deadlines {
  /** When the first reply to a case is due, or null if no policy applies. */
  firstReplyDeadline(read: Read, caseId: string): Promise<Instant | null>;
}

/** Set by the SLA: a room above this one, which therefore can't be imported. */
export const deadlines = stateKey<Deadlines>("sla");
