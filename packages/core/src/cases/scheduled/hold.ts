import { findAll, type Transaction } from "../../kernel/index.ts";
import { type HoldReason, type ScheduledReplyRow, scheduledReplies, type WaivableReason } from "./schema.ts";

/** Keeps a reply from being sent until somebody has looked at it, and tells of it. */
export function hold(
  tx: Transaction,
  row: ScheduledReplyRow,
  reason: HoldReason,
  changes: Partial<Pick<ScheduledReplyRow, "caseId" | "customerId" | "turn">> = {},
): void {
  const held = tx.update(scheduledReplies, row, {
    ...changes,
    heldAt: tx.now,
    heldBecause: reason,
    dueAt: null,
  });
  const { id: messageId, caseId, customerId, authorKind: author, authorId } = held;
  tx.emit("message.held", { caseId, customerId }, { caseId, messageId, reason, author, authorId });
}

/** Whether a reply is to be sent in spite of something. */
export function isWaived({ evenIf }: Pick<ScheduledReplyRow, "evenIf">, reason: HoldReason): boolean {
  const waived: readonly string[] = evenIf;
  return waived.includes(reason);
}

/** Holds the scheduled replies of a case, unless they were to be sent in spite of the reason; these change as well. */
export async function holdAllOf(
  tx: Transaction,
  caseId: string,
  reason: WaivableReason,
  changes: Partial<Pick<ScheduledReplyRow, "caseId" | "customerId" | "turn">> = {},
): Promise<void> {
  for (const row of await findAll(tx, scheduledReplies, { field: "caseId", is: caseId })) {
    if (!isWaived(row, reason)) hold(tx, row, reason, changes);
    else if (Object.keys(changes).length > 0) tx.update(scheduledReplies, row, changes);
  }
}
