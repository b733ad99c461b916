import type { Filter } from "../ports/index.ts";
import type { MessageRow } from "./schema.ts";

/** Marks a message from before its channel was connected. */
export const historyMark = "history";

/** Reasons for which nobody asks anything: an absence note, a bounce, a mail of our own that came back, old mail. */
const noticeReasons: readonly string[] = ["out-of-office", "own", "daemon", "null-sender", historyMark];

/**
 * Whether an incoming message is the customer writing. What came by a list, in bulk or from the program of a shop is:
 * it asks for something, though it gets no automatic answer. A notice is not: it reopens nothing and nobody waits.
 */
export function customerWrote({ automatic }: Pick<MessageRow, "automatic">): boolean {
  return automatic === null || !noticeReasons.includes(automatic);
}

/** The same as a filter of messages. */
export const writtenByCustomer: Filter<MessageRow> = {
  and: [{ field: "direction", is: "in" }, { not: { field: "automatic", in: noticeReasons } }],
};
