import * as z from "zod";
import { isLocale } from "../customers/index.ts";
import {
  bounds,
  cursorSchema,
  idInput,
  instantInput,
  limitSchema,
  lineInput,
  listOf,
  recordInput,
  versionInput,
} from "../kernel/index.ts";
import { handlers, kinds, linkKinds, priorities, stages, statusCategory } from "./schema.ts";

const text = z.string().max(bounds.text);
const language = lineInput(35).refine(isLocale, "is not a BCP 47 language tag such as de-AT");
const kindOfAddress = lineInput(50).min(1);
const tags = listOf(lineInput(100).min(1), 100);
const idempotencyKey = z.string().min(1).max(200).optional();

/** A file that goes out with a message. */
export const newAttachment = z.strictObject({
  name: lineInput(),
  mediaType: z
    .string()
    .max(127)
    .regex(/^[\w.+-]{1,60}\/[\w.+-]{1,66}$/, "is not a media type such as image/png"),
  contentId: z
    .string()
    .max(200)
    .regex(/^[^\s<>"\p{Cc}]+$/u, "must not have spaces or brackets")
    .nullable()
    .default(null),
  /** Bounded by `cases.maxAttachmentBytes`. */
  bytes: z.instanceof(Uint8Array<ArrayBuffer>),
});

const body = {
  text,
  html: text.nullable().default(null),
  attachments: z.array(newAttachment).max(50).default([]),
};

export const openInput = z.strictObject({
  customerId: idInput,
  subject: z.string().min(1).max(1_000),
  /** What was said first; without it the case is empty. */
  message: z.strictObject(body).optional(),
  /** Channel over which the customer is answered. Default: the desk's first. */
  channelId: idInput.optional(),
  priority: priorities.default("normal"),
  kind: kinds.default("question"),
  stage: stages.default("after"),
  tags: tags.default([]),
  fields: recordInput.default({}),
  teamId: idInput.nullable().default(null),
  assigneeId: idInput.nullable().default(null),
  language: language.nullable().default(null),
  /** Whether a bot answers first: the human's clock then starts at the hand-off. */
  handler: handlers.default("human"),
  /** Brought from another desk: no clocks, no automatic answers. `openedAt` is then when it was opened there. */
  imported: z.boolean().default(false),
  openedAt: instantInput.optional(),
  idempotencyKey,
});

export const replyInput = z.strictObject({
  caseId: idInput,
  ...body,
  /** Status after the reply. Default: a new case becomes open, others keep theirs. */
  status: idInput.optional(),
  /** Further people who get this reply. */
  cc: listOf(
    z.strictObject({
      kind: kindOfAddress,
      value: lineInput(320).min(1),
      name: lineInput(200).nullable().default(null),
    }),
    20,
  ).default([]),
  /** The newest customer message that the writer has seen: a newer one makes the reply ask first. */
  seenMessageId: idInput.optional(),
  idempotencyKey,
});

export const assignInput = z.strictObject({
  caseId: idInput,
  teamId: idInput.nullable().optional(),
  assigneeId: idInput.nullable().optional(),
});

export const handOffInput = z.strictObject({ caseId: idInput, to: handlers });

export const markSpamInput = z.strictObject({ caseId: idInput, spam: z.boolean() });

export const noteInput = z.strictObject({ caseId: idInput, ...body, idempotencyKey });

export const customerMessageInput = z.strictObject({ caseId: idInput, ...body, idempotencyKey });

export const updateInput = z.strictObject({
  caseId: idInput,
  subject: z.string().min(1).max(1_000).optional(),
  status: idInput.optional(),
  priority: priorities.optional(),
  kind: kinds.optional(),
  stage: stages.optional(),
  tags: tags.optional(),
  addTags: tags.optional(),
  removeTags: tags.optional(),
  fields: recordInput.optional(),
  language: language.nullable().optional(),
  teamId: idInput.nullable().optional(),
  assigneeId: idInput.nullable().optional(),
  followerIds: listOf(idInput, 100).optional(),
  /** Refuses the change when the case was changed since this version was read. */
  expectedVersion: versionInput.optional(),
});

export const alternativeInput = z.strictObject({
  kind: z.enum(["article", "existing_feature", "workaround", "planned_request"]),
  /** What the customer reads. */
  text: z.string().min(1).max(2_000),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .nullable()
    .default(null),
  /** Id of the article or request. */
  reference: idInput.nullable().default(null),
});

export const declineInput = z.strictObject({
  caseId: idInput,
  /** Why not, in words for the customer. */
  reason: z.string().min(1).max(5_000),
  alternatives: z
    .array(alternativeInput)
    .min(1, "offer at least one alternative: an article, a feature, a workaround or what is planned")
    .max(10),
  status: idInput.optional(),
  idempotencyKey,
});

export const mergeInput = z.strictObject({ fromId: idInput, intoId: idInput });

/** Somebody who takes part in a case: a customer, or an address in Cc that has not written yet. */
export const removeParticipantInput = z.strictObject({
  caseId: idInput,
  participant: z.union([
    z.strictObject({ customerId: idInput }),
    z.strictObject({ kind: kindOfAddress, value: lineInput().min(1) }),
  ]),
});

export const splitInput = z.strictObject({
  caseId: idInput,
  messageIds: listOf(idInput).min(1),
  subject: z.string().min(1).max(1_000).optional(),
});

export const linkInput = z.strictObject({
  fromId: idInput,
  toId: idInput,
  kind: linkKinds,
  reason: z.string().max(500).nullable().default(null),
});

export const followUpInput = z.strictObject({
  caseId: idInput,
  subject: z.string().min(1).max(1_000).optional(),
});

/** One value, or several of which any will do. */
const anyOf = <Value extends z.ZodType>(value: Value) => z.union([value, listOf(value, 50).min(1)]);

/** A span of time: `from` is in it, `before` is not, so that spans side by side share no moment. */
const timeSpan = z
  .strictObject({ from: z.exactOptional(instantInput), before: z.exactOptional(instantInput) })
  .refine(({ from, before }) => from !== undefined || before !== undefined, "needs from, before or both")
  .refine(
    ({ from, before }) => from === undefined || before === undefined || from < before,
    "has a before that is not later than its from",
  );

const ownValue = z.union([z.string().max(bounds.line), z.number(), z.boolean(), z.null()]);

export const listQuery = z.strictObject({
  // Left out is "of all"; undefined is a mistake, and must not show everything.
  /** Default: those of `status` where it is given; solved and closed with `solvedAt`; else all that are not ended. */
  categories: z.exactOptional(listOf(statusCategory, 6)),
  customerId: z.exactOptional(idInput),
  /** null: only cases that nobody has. */
  assigneeId: z.exactOptional(idInput.nullable()),
  teamId: z.exactOptional(idInput.nullable()),
  status: z.exactOptional(anyOf(idInput)),
  priority: z.exactOptional(anyOf(priorities)),
  kind: z.exactOptional(anyOf(kinds)),
  stage: z.exactOptional(anyOf(stages)),
  channelId: z.exactOptional(anyOf(idInput)),
  /** Cases that have every one of them. */
  tags: z.exactOptional(listOf(lineInput(100).min(1), 20)),
  openedAt: z.exactOptional(timeSpan),
  updatedAt: z.exactOptional(timeSpan),
  solvedAt: z.exactOptional(timeSpan),
  /**
   * The host's own fields by name, each with the value that cases must have, or several of which any will do. null: not
   * set. Of a field that holds a list: a value that must be in it.
   */
  fields: z.exactOptional(
    z
      .record(z.string().min(1).max(bounds.id), anyOf(ownValue))
      .refine((record) => Object.keys(record).length <= 20, "has more than 20 names"),
  ),
  spam: z.boolean().default(false),
  /** `deadline`: the most urgent first; cases that no SLA clock runs for are left out. */
  order: z.enum(["newest", "oldest", "updated", "deadline"]).default("newest"),
  after: cursorSchema.optional(),
  limit: limitSchema,
});

export const messagesQuery = z.strictObject({
  caseId: idInput,
  after: cursorSchema.optional(),
  limit: limitSchema,
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
