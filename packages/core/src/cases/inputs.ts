import * as z from "zod";
import { isLocale } from "../customers/index.ts";
import { handlers, kinds, linkKinds, priorities, stages } from "./schema.ts";

const text = z.string().max(1_000_000);
const language = z
  .string()
  .max(100)
  .refine(isLocale, "is not a BCP 47 language tag such as de-AT")
  .nullable();
const tags = z.array(z.string().min(1).max(100)).max(100);
const idempotencyKey = z.string().min(1).max(200).optional();

/** A file that goes out with a message. */
export const newAttachment = z.strictObject({
  name: z.string().min(1).max(255),
  mediaType: z.string().min(1).max(200),
  contentId: z.string().max(200).nullable().default(null),
  bytes: z.instanceof(Uint8Array<ArrayBuffer>),
});

const body = {
  text,
  html: text.nullable().default(null),
  attachments: z.array(newAttachment).max(50).default([]),
};

export const openInput = z.strictObject({
  customerId: z.string(),
  subject: z.string().min(1).max(1_000),
  /** What was said first; without it the case is empty. */
  message: z.strictObject(body).optional(),
  /** Channel over which the customer is answered. Default: the desk's first. */
  channelId: z.string().optional(),
  priority: priorities.default("normal"),
  kind: kinds.default("question"),
  stage: stages.default("after"),
  tags: tags.default([]),
  fields: z.record(z.string(), z.unknown()).default({}),
  teamId: z.string().nullable().default(null),
  assigneeId: z.string().nullable().default(null),
  language: language.default(null),
  /** Whether a bot answers first: the human's clock then starts at the hand-off. */
  handler: handlers.default("human"),
  /** Brought from another desk: no clocks, no automatic answers. `openedAt` is then when it was opened there. */
  imported: z.boolean().default(false),
  openedAt: z.int().optional(),
  idempotencyKey,
});

export const replyInput = z.strictObject({
  caseId: z.string(),
  ...body,
  /** Status after the reply. Default: a new case becomes open, others keep theirs. */
  status: z.string().optional(),
  /** Further people who get this reply. */
  cc: z
    .array(z.strictObject({ kind: z.string(), value: z.string(), name: z.string().nullable().default(null) }))
    .max(50)
    .default([]),
  /** The newest customer message that the writer has seen: a newer one makes the reply ask first. */
  seenMessageId: z.string().optional(),
  idempotencyKey,
});

export const assignInput = z.strictObject({
  caseId: z.string(),
  teamId: z.string().nullable().optional(),
  assigneeId: z.string().nullable().optional(),
});

export const handOffInput = z.strictObject({ caseId: z.string(), to: handlers });

export const markSpamInput = z.strictObject({ caseId: z.string(), spam: z.boolean() });

export const noteInput = z.strictObject({ caseId: z.string(), ...body, idempotencyKey });

export const customerMessageInput = z.strictObject({ caseId: z.string(), ...body, idempotencyKey });

export const updateInput = z.strictObject({
  caseId: z.string(),
  subject: z.string().min(1).max(1_000).optional(),
  status: z.string().optional(),
  priority: priorities.optional(),
  kind: kinds.optional(),
  stage: stages.optional(),
  tags: tags.optional(),
  addTags: tags.optional(),
  removeTags: tags.optional(),
  fields: z.record(z.string(), z.unknown()).optional(),
  language: language.optional(),
  teamId: z.string().nullable().optional(),
  assigneeId: z.string().nullable().optional(),
  followerIds: z.array(z.string()).max(100).optional(),
  /** Refuses the change when the case was changed since this version was read. */
  expectedVersion: z.int().optional(),
});

export const alternativeInput = z.strictObject({
  kind: z.enum(["article", "existing_feature", "workaround", "planned_request"]),
  /** What the customer reads. */
  text: z.string().min(1).max(2_000),
  url: z.url().nullable().default(null),
  /** Id of the article or request. */
  reference: z.string().nullable().default(null),
});

export const declineInput = z.strictObject({
  caseId: z.string(),
  /** Why not, in words for the customer. */
  reason: z.string().min(1).max(5_000),
  alternatives: z
    .array(alternativeInput)
    .min(1, "offer at least one alternative: an article, a feature, a workaround or what is planned")
    .max(10),
  status: z.string().optional(),
  idempotencyKey,
});

export const mergeInput = z.strictObject({ fromId: z.string(), intoId: z.string() });

/** Somebody who takes part in a case: a customer, or an address in Cc that has not written yet. */
export const removeParticipantInput = z.strictObject({
  caseId: z.string(),
  participant: z.union([
    z.strictObject({ customerId: z.string().min(1) }),
    z.strictObject({ kind: z.string().min(1), value: z.string().min(1).max(1_000) }),
  ]),
});

export const splitInput = z.strictObject({
  caseId: z.string(),
  messageIds: z.array(z.string()).min(1).max(200),
  subject: z.string().min(1).max(1_000).optional(),
});

export const linkInput = z.strictObject({
  fromId: z.string(),
  toId: z.string(),
  kind: linkKinds,
  reason: z.string().max(500).nullable().default(null),
});

export const followUpInput = z.strictObject({
  caseId: z.string(),
  subject: z.string().min(1).max(1_000).optional(),
});

export type OpenInput = z.input<typeof openInput>;
export type ReplyInput = z.input<typeof replyInput>;
export type NoteInput = z.input<typeof noteInput>;
export type CustomerMessageInput = z.input<typeof customerMessageInput>;
export type UpdateInput = z.input<typeof updateInput>;
export type DeclineInput = z.input<typeof declineInput>;
export type MergeInput = z.input<typeof mergeInput>;
export type RemoveParticipantInput = z.input<typeof removeParticipantInput>;
export type SplitInput = z.input<typeof splitInput>;
export type LinkInput = z.input<typeof linkInput>;
export type FollowUpInput = z.input<typeof followUpInput>;
export type NewAttachment = z.output<typeof newAttachment>;
