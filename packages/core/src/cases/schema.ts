import * as z from "zod";
import { defineTable, instant } from "../kernel/index.ts";
import type { RowOf } from "../ports/index.ts";
import { signature } from "../signatures/index.ts";

/** What every status belongs to; clocks only look at this. */
export const categories = ["new", "open", "pending", "on_hold", "solved", "closed"] as const;
export const statusCategory = z.enum(categories);
export const priorities = z.enum(["low", "normal", "high", "urgent"]);
export const kinds = z.enum(["question", "complaint", "incident", "request", "order", "other"]);
export const stages = z.enum(["before", "during", "after"]);
export const channelKinds = z.enum(["email", "chat", "social", "phone", "web", "api"]);
export const linkKinds = z.enum(["duplicate", "related", "parent", "follow_up", "split"]);
export const deliveryStates = z.enum(["queued", "sent", "delivered", "read", "failed", "bounced"]);

export const handlers = z.enum(["bot", "human"]);

export const addressSchema = z.object({ kind: z.string(), value: z.string(), name: z.string().nullable() });

/** A position among the messages of a case; within a millisecond, ordered by id. */
const moment = z.object({ at: z.int(), id: z.string() });

export const participantRoles = z.enum(["requester", "copied"]);

export const participantSchema = z.object({
  customerId: z.string().nullable().describe("Null for a Cc address that has not written yet."),
  address: addressSchema
    .nullable()
    .describe("Where copies go: the address last written from, or the one in Cc."),
  role: participantRoles.describe("requester: opened a case that was merged into this one."),
  since: moment
    .nullable()
    .describe("They see earlier messages only if they wrote them. Null: they see everything."),
  removed: z
    .boolean()
    .describe("Removed by the desk: can't read or write, and incoming mail does not add them again."),
});

export const cases = defineTable("cases", {
  comment: "Requests for help, from opening to closing.",
  idPrefix: "cas",
  fields: {
    number: z.int(),
    code: z.string().describe("The tracking code that customers see, such as Case-6548."),
    subject: z.string(),
    customerId: z.string().describe("Who asked; may be merged into another customer."),
    participantIds: z
      .array(z.string())
      .describe("Other customers who take part; their replies join the case. Derived from participants."),
    participants: z
      .array(participantSchema)
      .nullable()
      .describe("Who takes part besides the requester, since when and how; null if nobody ever did."),
    companyId: z.string().nullable(),
    brandId: z.string().nullable(),
    brand: z.string().nullable().describe("The key of its brand, by which conditions know it."),
    channelId: z.string(),
    channelKind: channelKinds,
    status: z.string(),
    category: statusCategory,
    handler: handlers.describe("Who is expected to answer."),
    priority: priorities,
    kind: kinds,
    stage: stages,
    tags: z.array(z.string()),
    fields: z.record(z.string(), z.unknown()).describe("The host's own fields."),
    language: z.string().nullable(),
    teamId: z.string().nullable(),
    assigneeId: z.string().nullable(),
    followerIds: z.array(z.string()).describe("Agents who are notified of changes."),
    openedBy: z.enum(["customer", "agent", "bot", "host", "system"]),
    imported: z
      .boolean()
      .describe("Imported from another system: has no clocks and gets no automatic replies."),
    spam: z.boolean(),
    openedAt: instant(),
    firstRepliedAt: instant().nullable(),
    lastCustomerMessageAt: instant().nullable(),
    lastAgentMessageAt: instant().nullable(),
    waitingSince: instant().nullable().describe("When the oldest unanswered customer message came."),
    solvedAt: instant().nullable(),
    closedAt: instant().nullable(),
    reopenCount: z.int(),
    turns: z.int().nullable().describe("How often its customers have written, in commit order."),
    mergedIntoId: z.string().nullable(),
    nextDeadlineAt: instant()
      .nullable()
      .describe(
        "The earliest deadline of its running SLA clocks; null when none is running or the case is solved or closed.",
      ),
    snoozedUntil: instant()
      .nullable()
      .describe("When it returns to the queues by itself; null unless it is snoozed."),
    timeSpentMs: z
      .int()
      .nullable()
      .describe("The sum of its time entries without archived ones; null if there never was one. Derived."),
    queuedAt: instant()
      .nullable()
      .describe(
        "openedAt while the case is in the queues, which is when it is not solved, closed, spam or snoozed. Derived.",
      ),
    countedAs: z
      .string()
      .nullable()
      .describe(
        "What caseCounts counts it as: status, category, assignee, team, spam, snoozed, brand. Derived.",
      ),
    createdAt: instant(),
    updatedAt: instant(),
  },
  unique: { code: ["code"] },
  indexes: {
    byCustomer: ["tenantId", "customerId", "openedAt"],
    queue: ["tenantId", "queuedAt"],
    assigneeQueue: ["tenantId", "assigneeId", "queuedAt"],
    deadlines: ["tenantId", "nextDeadlineAt"],
    assigneeDeadlines: ["tenantId", "assigneeId", "nextDeadlineAt"],
    byUpdate: ["tenantId", "updatedAt"],
  },
  sparseIndexes: {
    mergedInto: ["mergedIntoId"],
    teamQueue: ["teamId", "tenantId", "queuedAt"],
    snoozed: ["snoozedUntil", "tenantId"],
    brandQueue: ["brandId", "tenantId", "queuedAt"],
  },
  search: ["code", "subject"],
  personal: {
    subject: { customer: "customerId" },
    others: { participantIds: "customer", participants: { customer: "customerId", address: "address" } },
    columns: {
      code: "none",
      brand: "none",
      subject: "erase",
      participants: {
        parts: { address: { keep: "It belongs to another person, and is erased with them." } },
      },
      status: "none",
      tags: { keep: "Reports count by tag." },
      fields: "erase",
      language: { keep: "Reports count by language." },
      countedAs: "derive",
    },
  },
});

export const attachmentSchema = z.object({
  name: z.string(),
  mediaType: z.string(),
  size: z.int(),
  contentId: z.string().nullable(),
  /** Where the content is: in the raw message, or in the blobs. */
  source: z.discriminatedUnion("from", [
    z.object({ from: z.literal("inbound"), inboundId: z.string(), reference: z.string() }),
    z.object({ from: z.literal("blob"), key: z.string() }),
  ]),
});

export const messages = defineTable("messages", {
  comment: "What was said in cases: in from customers, out to them, and notes that never leave.",
  idPrefix: "msg",
  fields: {
    caseId: z.string(),
    customerId: z
      .string()
      .describe("Whose history it belongs to: the requester, or the participant who wrote it."),
    direction: z.enum(["in", "out", "note"]),
    authorKind: z.enum(["customer", "agent", "bot", "host", "system"]),
    authorId: z.string().nullable(),
    channelId: z.string(),
    at: instant().describe("When the desk received or wrote it; for imported history, when it was written."),
    sentAt: instant()
      .nullable()
      .describe("When it was written according to the sender; null without a plausible date."),
    arrivedAt: instant().nullable().describe("When a customer's message reached the mailbox or the desk."),
    turn: z
      .int()
      .nullable()
      .describe("How often customers had written in the case when it arrived, including this message."),
    subject: z.string().nullable(),
    text: z.string(),
    html: z.string().nullable(),
    newText: z.string().describe("Without quotes and signature."),
    nothingNew: z
      .boolean()
      .nullable()
      .describe(
        "Only quotes and a signature were found, so newText is the whole text; null if not analysed.",
      ),
    from: addressSchema.nullable(),
    replyTo: addressSchema
      .nullable()
      .describe(
        "Where replies go instead, as asked by the message that opened the case or by a verified sender.",
      ),
    via: z
      .object({ by: z.enum(["list", "form"]), address: addressSchema })
      .nullable()
      .describe("The list or form that wrote on behalf of the sender, whose name is unverified."),
    to: z.array(addressSchema),
    cc: z.array(addressSchema),
    bcc: z.array(addressSchema).nullable().describe("Recipients hidden from everybody else; null: none."),
    attachments: z.array(attachmentSchema),
    signature: signature.nullable().describe("What it ended with when it was sent, below the text."),
    externalId: z.string().nullable().describe("The provider's id: a Message-ID for mail."),
    contentKey: z
      .string()
      .nullable()
      .describe("Identifies an incoming message, whichever way a copy of it arrives."),
    movedFrom: z
      .array(z.string())
      .nullable()
      .describe("Cases it was split out of, oldest first; references to them lead to its current case."),
    automatic: z
      .string()
      .nullable()
      .describe(
        "Set if it came from a machine or a list, is imported history, or the desk wrote it: the reason or kind.",
      ),
    inboundId: z.string().nullable(),
    deliveryState: deliveryStates.nullable().describe("Set on outgoing messages."),
    deliveryDetail: z.string().nullable(),
    deliveryReason: z
      .string()
      .nullable()
      .describe("Why it failed or is late, in terms shared by all channels; null if unknown."),
    deliveryCause: z
      .string()
      .nullable()
      .describe("The same in the channel's own, finer terms, such as mailbox-full."),
    deliveredAt: instant().nullable(),
    createdAt: instant(),
    updatedAt: instant(),
  },
  unique: { content: ["contentKey"] },
  indexes: {
    byCase: ["tenantId", "caseId", "at"],
    byCustomer: ["tenantId", "customerId", "at"],
  },
  sparseIndexes: { externalId: ["externalId", "tenantId"] },
  search: ["subject", "newText"],
  personal: {
    subject: { customer: "customerId" },
    others: {
      from: "address",
      replyTo: "address",
      via: { address: "address" },
      to: "address",
      cc: "address",
      bcc: "address",
    },
    columns: {
      subject: "erase",
      text: "erase",
      html: "erase",
      newText: "erase",
      from: "erase",
      replyTo: "erase",
      via: "erase",
      to: "erase",
      cc: "erase",
      bcc: "erase",
      attachments: "erase",
      signature: "erase",
      // Mail clients put names of people and their computers into it.
      externalId: "erase",
      contentKey: "erase",
      movedFrom: "none",
      automatic: "none",
      deliveryDetail: "erase",
      deliveryReason: "none",
      deliveryCause: "none",
    },
  },
});

export const caseLinks = defineTable("caseLinks", {
  comment: "Links between related cases.",
  idPrefix: "lnk",
  fields: {
    fromId: z.string(),
    toId: z.string(),
    kind: linkKinds,
    reason: z.string().nullable(),
    createdAt: instant(),
  },
  unique: { link: ["fromId", "toId", "kind"] },
  indexes: { byTarget: ["tenantId", "toId"] },
  personal: {
    subject: [
      { through: "fromId", table: "cases" },
      { through: "toId", table: "cases" },
    ],
    columns: { reason: "erase" },
  },
});

export interface CaseRow extends RowOf<typeof cases> {}
export interface MessageRow extends RowOf<typeof messages> {}
export interface CaseLinkRow extends RowOf<typeof caseLinks> {}
export type Participant = z.output<typeof participantSchema>;
export type Moment = z.output<typeof moment>;
export type StatusCategory = z.output<typeof statusCategory>;
export type Priority = z.output<typeof priorities>;
export type Attachment = z.output<typeof attachmentSchema>;
