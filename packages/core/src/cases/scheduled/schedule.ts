import { SupportError } from "../../errors/index.ts";
import { sanitiseHtml } from "../../html/index.ts";
import type { Transaction } from "../../kernel/index.ts";
import type { CaseRow } from "../schema.ts";
import { type ScheduledReplyRow, scheduledReplies } from "./schema.ts";
import { checkSendTime } from "./sendTime.ts";

/** Scheduled replies of one case at the most, those that are held included. */
const mostOfCase = 20;

type Values = Pick<
  ScheduledReplyRow,
  | ("text" | "html" | "attachments" | "authorKind" | "authorId")
  | ("to" | "cc" | "bcc" | "replyAll" | "status" | "evenIf" | "sendAt")
>;

/** Stages a reply that is sent later. @throws SupportError INVALID_INPUT */
export async function scheduleReply(
  tx: Transaction,
  found: CaseRow,
  values: Values,
): Promise<ScheduledReplyRow> {
  const waiting = await tx.find(scheduledReplies, {
    where: { field: "caseId", is: found.id },
    limit: mostOfCase,
  });
  if (waiting.length === mostOfCase)
    throw new SupportError(
      "INVALID_INPUT",
      `${found.code} has ${mostOfCase} scheduled replies already. Send or cancel one of them first.`,
    );
  checkSendTime(tx.now, values.sendAt);
  const row = tx.insert(scheduledReplies, {
    ...values,
    html: values.html === null ? null : sanitiseHtml(values.html),
    caseId: found.id,
    customerId: found.customerId,
    turn: found.turns ?? 0,
    dueAt: values.sendAt,
    fence: 0,
  });
  announce(tx, row);
  return row;
}

/** Tells of a reply that was scheduled or changed. */
export function announce(tx: Transaction, row: ScheduledReplyRow): void {
  const { id: messageId, caseId, customerId, sendAt, authorKind: author, authorId } = row;
  tx.emit("message.scheduled", { caseId, customerId }, { caseId, messageId, sendAt, author, authorId });
}
