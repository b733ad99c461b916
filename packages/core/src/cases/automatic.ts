import type { Filter } from "../ports/index.ts";
import type { MessageRow } from "./schema.ts";

/** Marks a message from before its channel was connected. */
export const historyMark = "history";

/** Reasons that never ask for anything: an absence note, a bounce, our own mail coming back, old mail. */
const noticeReasons: readonly string[] = ["out-of-office", "own", "daemon", "null-sender", historyMark];

/**
 * Whether an incoming message is from the customer. Mail from a list, in bulk or from a shop's program counts: it asks
 * for something, though it gets no automatic reply. A notice does not: it reopens nothing and nobody waits.
 */
export function customerWrote({ automatic }: Pick<MessageRow, "automatic">): boolean {
  return automatic === null || !noticeReasons.includes(automatic);
}

/** The same as a filter of messages. */
export const writtenByCustomer: Filter<MessageRow> = {
  and: [{ field: "direction", is: "in" }, { not: { field: "automatic", in: noticeReasons } }],
};
