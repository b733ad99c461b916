import * as z from "zod";
import { named, shape, withParts } from "../../kernel/index.ts";
import { type CaseRow, cases, type MessageRow, messages } from "../schema.ts";
import { type Message, messageView } from "../views.ts";
import { type ScheduledReplyRow, scheduledReplies } from "./schema.ts";

/** A message as it is, or as it will be. */
export interface ReplyRow extends MessageRow {
  readonly sendAt: number | null;
}

/** What a reply made: a message, or one that is sent later and until then is listed by `scheduledReplies.list`. */
export interface Reply extends Message {
  /** When it is sent; null: it was sent at once. */
  readonly sendAt: number | null;
}

const columns = withParts("Reply", messageView, { sendAt: shape("SendAt", z.int().nullable()) });

export const replyView = named<Reply, never>()({
  ...columns,
  async find(read, id): Promise<ReplyRow | null> {
    const sent = await read.get(messages, id);
    if (sent !== null) return { ...sent, sendAt: null };
    const waiting = await read.get(scheduledReplies, id);
    const found = waiting === null ? null : await read.get(cases, waiting.caseId);
    return waiting === null || found === null ? null : asReply(waiting, found);
  },
});

/** A scheduled reply as the message that it will be. */
export function asReply(row: ScheduledReplyRow, { channelId }: CaseRow): ReplyRow {
  const { tenantId, id, version, caseId, customerId, authorKind, authorId, createdAt, updatedAt } = row;
  const { text, html, attachments, to, cc, bcc, sendAt } = row;
  return {
    ...{ tenantId, id, version, caseId, customerId, authorKind, authorId, createdAt, updatedAt },
    ...{ text, html, newText: text, nothingNew: false, subject: null, attachments: [...attachments] },
    ...{ direction: "out", channelId, at: sendAt, sendAt },
    ...{ to: [...(to ?? [])], cc: [...cc], bcc: bcc.length === 0 ? null : [...bcc] },
    ...{ sentAt: null, arrivedAt: null, turn: null, from: null, replyTo: null, via: null },
    ...{ externalId: null, contentKey: null, movedFrom: null, automatic: null, inboundId: null },
    ...{ deliveryState: null, deliveryDetail: null, deliveryReason: null, deliveryCause: null },
    ...{ deliveredAt: null, signature: null },
  };
}
