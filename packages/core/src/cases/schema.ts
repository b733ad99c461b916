import * as z from "zod";
import { defineTable, instant } from "../kernel/index.ts";
import type { RowOf } from "../ports/index.ts";

/** What every status belongs to; clocks look at nothing else. */
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

/** A place among the messages of a case: one in the same millisecond comes before or after it by its id. */
const moment = z.object({ at: z.int(), id: z.string() });

export const participantRoles = z.enum(["requester", "copied"]);

export const participantSchema = z.object({
  customerId: z.string().nullable().describe("Null for somebody in Cc who has not written yet."),
  address: addressSchema.nullable().describe("Where copies go: as last written from, or as put in Cc."),
  role: participantRoles.describe("requester: asked in a case that was merged into this one."),
  since: moment
    .nullable()
    .describe("What came before is not theirs to see, unless they wrote it. Null: all is."),
  removed: z
    .boolean()
    .describe("Taken out by the desk: neither sees nor writes, and is not let in again by mail."),
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
      .describe("Other customers who take part; their replies join the case. Follows from participants."),
    participants: z
      .array(participantSchema)
      .nullable()
      .describe("Who takes part beside the requester, since when and how; null where nobody ever did."),
    companyId: z.string().nullable(),
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
    followerIds: z.array(z.string()).describe("Agents who are told of news."),
    openedBy: z.enum(["customer", "agent", "bot", "host", "system"]),
    imported: z.boolean().describe("Brought from another desk: has no clocks and gets no automatic answers."),
    spam: z.boolean(),
    openedAt: instant(),
    firstRepliedAt: instant().nullable(),
    lastCustomerMessageAt: instant().nullable(),
    lastAgentMessageAt: instant().nullable(),
    waitingSince: instant().nullable().describe("When the oldest unanswered customer message came."),
    solvedAt: instant().nullable(),
    closedAt: instant().nullable(),
    reopenCount: z.int(),
    turns: z.int().nullable().describe("How often its customers have written, in the order of commits."),
    mergedIntoId: z.string().nullable(),
    nextDeadlineAt: instant()
      .nullable()
      .describe("The earliest deadline of its running SLA clocks; null when none runs or it is ended."),
    queuedAt: instant()
      .nullable()
      .describe("openedAt while it is in the queues: neither solved, closed nor spam. Follows from those."),
    countedAs: z
      .string()
      .nullable()
      .describe("What caseCounts counts it as: status, category, assignee, team, spam. Follows from those."),
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
  sparseIndexes: { mergedInto: ["mergedIntoId"], teamQueue: ["teamId", "tenantId", "queuedAt"] },
  search: ["code", "subject"],
  personal: {
    subject: { customer: "customerId" },
    others: { participantIds: "customer", participants: { customer: "customerId", address: "address" } },
    columns: {
      code: "none",
      subject: "erase",
      participants: { parts: { address: { keep: "It is another person's, and goes with them." } } },
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
  /** Where the bytes are: with the raw message they came in, or in the blobs. */
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
    at: instant().describe("When the desk got or wrote it; of history, when it was written."),
    sentAt: instant()
      .nullable()
      .describe("When the sender says it was written; null where nothing believable was said."),
    arrivedAt: instant().nullable().describe("When a customer's message reached the mailbox or the desk."),
    turn: z
      .int()
      .nullable()
      .describe("How often customers had written in its case when it came, itself included."),
    subject: z.string().nullable(),
    text: z.string(),
    html: z.string().nullable(),
    newText: z.string().describe("Without quotes and signature."),
    nothingNew: z
      .boolean()
      .nullable()
      .describe(
        "Nothing but quotes and signature was found, so newText is the whole text; null where nobody looked.",
      ),
    from: addressSchema.nullable(),
    replyTo: addressSchema
      .nullable()
      .describe(
        "Where answers go instead: asked for by the message that opened the case, or by a proven sender.",
      ),
    via: z
      .object({ by: z.enum(["list", "form"]), address: addressSchema })
      .nullable()
      .describe(
        "The list or form that wrote for the sender, who is only named in it: nothing vouches for them.",
      ),
    to: z.array(addressSchema),
    cc: z.array(addressSchema),
    bcc: z
      .array(addressSchema)
      .nullable()
      .describe("Who got a copy that nobody else is told of; null: nobody."),
    attachments: z.array(attachmentSchema),
    externalId: z.string().nullable().describe("The provider's id: a Message-ID for mail."),
    contentKey: z
      .string()
      .nullable()
      .describe("What a message that came in is known by, whichever way a copy of it takes."),
    movedFrom: z
      .array(z.string())
      .nullable()
      .describe("Cases that it was split out of, oldest first; references to them lead to where it is now."),
    automatic: z
      .string()
      .nullable()
      .describe(
        "Set when it came from a machine or a list, is history, or the desk wrote it: why, or what it is.",
      ),
    inboundId: z.string().nullable(),
    deliveryState: deliveryStates.nullable().describe("Of messages that go out."),
    deliveryDetail: z.string().nullable(),
    deliveryReason: z
      .string()
      .nullable()
      .describe("Why it failed or is late, in the words of all channels; null where nobody told."),
    deliveryCause: z
      .string()
      .nullable()
      .describe("The same in the finer words of its channel, such as mailbox-full."),
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
      // Mail programs put names of people and their computers into it.
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
  comment: "Cases that have to do with each other.",
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
