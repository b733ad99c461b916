import * as z from "zod";
import { defineTable, defineView, instant, named, type StaffOf } from "../../kernel/index.ts";
import type { RowOf } from "../../ports/index.ts";
import { addressSchema, attachmentSchema } from "../schema.ts";

/** What a person should see before a reply goes out, and may then send it in spite of. */
export const waivableReasons = z.enum([
  "newer-customer-message",
  "case-merged",
  "case-split",
  "case-closed",
  "case-spam",
  "requester-changed",
]);

/** Why a scheduled reply is held. */
export const holdReasons = z.enum([
  ...waivableReasons.options,
  "author-inactive",
  "not-permitted",
  "status-unknown",
  "fields-missing",
  "channel-gone",
  "no-recipient",
  "suppressed",
]);

export const scheduledReplies = defineTable("scheduledReplies", {
  comment:
    "Replies that are sent later. Each becomes the message of its id, and its row goes in the same commit.",
  idPrefix: "msg",
  fields: {
    caseId: z.string(),
    customerId: z.string().describe("The requester of the case, when it was written."),
    authorKind: z.enum(["customer", "agent", "bot", "host", "system"]),
    authorId: z.string().nullable(),
    text: z.string(),
    html: z.string().nullable(),
    attachments: z.array(attachmentSchema),
    to: z.array(addressSchema).nullable().describe("Null: the requester."),
    cc: z.array(addressSchema),
    bcc: z.array(addressSchema),
    replyAll: z
      .boolean()
      .nullable()
      .describe("Whether all who take part get a copy; null: unless `to` is set."),
    status: z.string().nullable().describe("Status of the case after it."),
    evenIf: z.array(waivableReasons).describe("What it is sent in spite of."),
    turn: z.int().describe("How often the customers of the case had written when its author last looked."),
    sendAt: instant(),
    heldAt: instant().nullable(),
    heldBecause: holdReasons.nullable().describe("Null: it is sent at its time."),
    dueAt: instant().nullable().describe("sendAt; null while it is held."),
    leasedUntil: instant().nullable(),
    fence: z.int(),
    createdAt: instant(),
    updatedAt: instant(),
  },
  indexes: {
    byCase: ["tenantId", "caseId", "sendAt"],
    byAuthor: ["tenantId", "authorId", "sendAt"],
    byTime: ["tenantId", "sendAt"],
  },
  sparseIndexes: { due: ["dueAt"] },
  personal: {
    subject: { customer: "customerId" },
    others: { to: "address", cc: "address", bcc: "address" },
    // Nobody writes to somebody who was erased.
    rows: "erase",
  },
});

export interface ScheduledReplyRow extends RowOf<typeof scheduledReplies> {}
export type HoldReason = z.output<typeof holdReasons>;
export type WaivableReason = z.output<typeof waivableReasons>;

const columns = defineView("ScheduledReply", scheduledReplies, {
  internal: ["turn", "dueAt", "leasedUntil", "fence"],
  customer: null,
});

/** A reply that is sent later, or held until somebody has looked at it. */
export interface ScheduledReply extends StaffOf<typeof columns> {}

export const scheduledReplyView = named<ScheduledReply, never>()(columns);
