import * as z from "zod";
import { isLocale } from "../customers/index.ts";
import {
  bounds,
  bytes,
  idInput,
  instantInput,
  lineInput,
  listOf,
  paging,
  recordInput,
  reference,
  versionInput,
} from "../kernel/index.ts";
import { kinds, priorities, stages, statusCategory } from "./schema.ts";

const text = z.string().max(bounds.text);
export const language = lineInput(35).refine(isLocale, "is not a BCP 47 language tag such as de-AT");
export const kindOfAddress = lineInput(50).min(1);
export const tags = listOf(lineInput(100).min(1), 100);

/** A file sent with a message. */
export const newAttachment = z.strictObject({
  name: lineInput(),
  mediaType: z
    .string()
    .max(127)
    .regex(/^[\w.+-]{1,60}\/[\w.+-]{1,66}$/, "is not a media type such as image/png"),
  contentId: z
    .string()
    .max(200)
    .regex(/^[^\s<>"\p{Cc}]+$/u, "must not contain spaces or angle brackets")
    .nullable()
    .default(null),
  /** Limited by `cases.maxAttachmentBytes`. */
  bytes: bytes(),
});

/** The content of a message. Refine the whole with `saysSomething`. */
export const body = {
  text: text.describe("Plain text."),
  html: text.nullable().default(null).describe("The same text as HTML. It is sanitised."),
  attachments: z.array(newAttachment).max(50).default([]),
};

/** Whether a message has any content. */
export function saysSomething({
  text: plain,
  html,
  attachments,
}: z.output<z.ZodObject<typeof body>>): boolean {
  return attachments.length > 0 || isWords(plain) || (html !== null && isVisible(html));
}

export const nothingSaid = { path: ["text"], error: "is empty. Write something, or attach a file" };

/** Text for a person: not blank. */
export const wordsInput = (most: number) => z.string().min(1).max(most).refine(isWords, "is blank");

/** Whether a text has visible characters. */
function isWords(words: string): boolean {
  return /[^\s\p{Cf}\p{Cc}]/u.test(words);
}

function isVisible(html: string): boolean {
  return /<img\b/i.test(html) || isWords(html.replace(/<[^<>]*>|&(?:nbsp|#160|#xa0);/gi, ""));
}

export const updateInput = z.strictObject({
  caseId: reference("case"),
  subject: wordsInput(1_000).optional(),
  status: idInput.optional(),
  priority: priorities.optional(),
  kind: kinds.optional(),
  stage: stages.optional(),
  tags: tags.optional(),
  addTags: tags.optional(),
  removeTags: tags.optional(),
  fields: recordInput.optional().describe("The host's own fields to change."),
  language: language.nullable().optional(),
  brandId: reference("brand").nullable().optional(),
  teamId: reference("team").nullable().optional(),
  assigneeId: reference("agent").nullable().optional(),
  followerIds: listOf(reference("agent"), 100).optional(),
  expectedVersion: versionInput
    .optional()
    .describe("Rejects the update if the case has changed since this version was read."),
});

/** The fields of a case that can be changed. */
export type CaseChanges = z.output<typeof updateInput>;

/** One value, or several of which any matches. */
const anyOf = <Value extends z.ZodType>(value: Value) => z.union([value, listOf(value, 50).min(1)]);

/** A period: `from` is inclusive, `before` exclusive, so that adjacent periods share no instant. */
export const timeSpan = z
  .strictObject({ from: z.exactOptional(instantInput), before: z.exactOptional(instantInput) })
  .refine(({ from, before }) => from !== undefined || before !== undefined, "needs from, before or both")
  .refine(
    ({ from, before }) => from === undefined || before === undefined || from < before,
    "needs a before that is later than its from",
  );

const amount = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

/** A span of amounts: both ends are in it. */
const amountSpan = z
  .strictObject({ atLeast: z.exactOptional(amount), atMost: z.exactOptional(amount) })
  .refine(
    ({ atLeast, atMost }) => atLeast !== undefined || atMost !== undefined,
    "needs atLeast, atMost or both",
  )
  .refine(
    ({ atLeast, atMost }) => atLeast === undefined || atMost === undefined || atLeast <= atMost,
    "has an atMost that is less than its atLeast",
  );

const finite = z.number().min(-Number.MAX_VALUE).max(Number.MAX_VALUE);
const ownValue = z.union([z.string().max(bounds.line), finite, z.boolean(), z.null()]);

export const listQuery = z.strictObject({
  // Omitting it means "all"; undefined is a mistake and must not show everything.
  /**
   * Default: the categories of `status` if given; solved and closed with `solvedAt`; otherwise all that are not solved
   * or closed.
   */
  categories: z.exactOptional(listOf(statusCategory, 6)),
  customerId: z.exactOptional(reference("customer")),
  /** null: only unassigned cases. */
  assigneeId: z.exactOptional(reference("agent").nullable()),
  teamId: z.exactOptional(reference("team").nullable()),
  /** null: only cases of no brand. */
  brandId: z.exactOptional(reference("brand").nullable()),
  status: z.exactOptional(anyOf(idInput)),
  priority: z.exactOptional(anyOf(priorities)),
  kind: z.exactOptional(anyOf(kinds)),
  stage: z.exactOptional(anyOf(stages)),
  channelId: z.exactOptional(anyOf(idInput)),
  /** Cases that have all of them. */
  tags: z.exactOptional(listOf(lineInput(100).min(1), 20)),
  /** Cases that this agent follows. */
  followerId: z.exactOptional(reference("agent")),
  /**
   * true: snoozed ones alone; false: awake ones alone; `any`: both. Default: awake ones, but both in lists of one
   * customer, in lists by deadline, from which snoozing hides nothing, and for customers, who don't see it.
   */
  snoozed: z.exactOptional(z.union([z.boolean(), z.literal("any")])),
  /** Cases on which so much time was spent, in milliseconds. */
  timeSpentMs: z.exactOptional(amountSpan),
  openedAt: z.exactOptional(timeSpan),
  updatedAt: z.exactOptional(timeSpan),
  solvedAt: z.exactOptional(timeSpan),
  /**
   * The host's own fields by name, each with the required value, or several of which any matches. null: not set. For a
   * list field: a value that it must contain.
   */
  fields: z.exactOptional(
    z
      .record(z.string().min(1).max(bounds.id), anyOf(ownValue))
      .refine((record) => Object.keys(record).length <= 20, "has more than 20 names"),
  ),
  spam: z.boolean().default(false),
  /**
   * `deadline`: most urgent first; cases without a running SLA clock are omitted. `waking`: snoozed cases, the next to wake
   * first.
   */
  order: z.enum(["newest", "oldest", "updated", "deadline", "waking"]).default("newest"),
  ...paging,
});

export type NewAttachment = z.output<typeof newAttachment>;
