import type { Transaction } from "../../kernel/index.ts";
import type { ChosenRecipients } from "../addressees.ts";
import type { CasesDeps } from "../create.ts";
import type { CaseRow, MessageRow } from "../schema.ts";
import { sendReply } from "../sendReply.ts";
import { type ScheduledReplyRow, scheduledReplies } from "./schema.ts";

/** Whom a scheduled reply goes to. */
export function chosenIn({ to, cc, bcc, replyAll }: ScheduledReplyRow): ChosenRecipients {
  return { to: to ?? undefined, cc, bcc, replyAll: replyAll ?? undefined };
}

/** Turns a scheduled reply into the message that it was written to be. */
export function dispatch(
  tx: Transaction,
  deps: CasesDeps,
  row: ScheduledReplyRow,
  found: CaseRow,
): Promise<MessageRow> {
  const { id, text, html, attachments, authorKind, authorId, status } = row;
  tx.delete(scheduledReplies, row);
  const content = { id, text, html, attachments, authorKind, authorId, ...chosenIn(row) };
  // Who writes to a closed case in spite of that leaves it closed.
  return sendReply(tx, deps, found, content, found.category === "closed" ? undefined : (status ?? undefined));
}
