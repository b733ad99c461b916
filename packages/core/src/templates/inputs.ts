import * as z from "zod";
import { isLocale } from "../customers/index.ts";
import { cursorSchema, idInput, limitSchema, lineInput, versionInput } from "../kernel/index.ts";
import { longestTemplate } from "./engine.ts";
import { macroChanges, macroReply, templateKinds } from "./schema.ts";

const key = lineInput(100).regex(
  /^[a-z][a-z0-9_.-]{0,99}$/,
  "begins with a small letter and has small letters, digits, . _ and -",
);

/** Canonical, so that `DE-at` and `de-AT` are one. */
const locale = lineInput(35)
  .refine(isLocale, "is not a BCP 47 language tag such as de-AT")
  .transform((tag) => Intl.getCanonicalLocales(tag)[0] ?? tag);

const body = {
  kind: templateKinds.default("reply"),
  /** Null keeps the subject of the case. */
  subject: z.string().min(1).max(1_000).nullable().default(null),
  text: z.string().min(1).max(longestTemplate),
  /** Null has the HTML made from the text when it is sent. */
  html: z.string().min(1).max(longestTemplate).nullable().default(null),
};

export const saveTemplateInput = z.strictObject({
  key,
  locale,
  ...body,
  /** Refuses the change when the template was saved since this version was read; 0: only where there is none yet. */
  expectedVersion: versionInput.optional(),
});

export const templatePlace = z.strictObject({ key, locale });

export const templateListQuery = z.strictObject({
  key: z.exactOptional(key),
  kind: z.exactOptional(templateKinds),
  after: cursorSchema.optional(),
  limit: limitSchema,
});

export const renderInput = z.strictObject({
  key,
  /** Default: the customer's. Where there is no such template, its language, then the desk's, then English. */
  locale: locale.nullable().default(null),
  caseId: idInput,
});

export const previewInput = z.strictObject({ ...body, locale: locale.default("en"), caseId: idInput });

export const saveMacroInput = z.strictObject({
  /** The macro to change. Default: a new one. */
  macroId: idInput.optional(),
  name: z.string().min(1).max(200),
  reply: macroReply.nullable().default(null),
  /** A note in Liquid. */
  note: z.string().min(1).max(longestTemplate).nullable().default(null),
  changes: macroChanges.default({}),
  expectedVersion: versionInput.optional(),
  idempotencyKey: z.string().min(1).max(200).optional(),
});

export const applyMacroInput = z.strictObject({
  macroId: idInput,
  caseId: idInput,
  /** The newest customer message that the agent has seen: a newer one makes the reply ask first. */
  seenMessageId: idInput.optional(),
  /** Refuses the change when the case was changed since this version was read. */
  expectedVersion: versionInput.optional(),
  idempotencyKey: z.string().min(1).max(200).optional(),
});

export type SaveTemplateInput = z.input<typeof saveTemplateInput>;
export type TemplatePlace = z.input<typeof templatePlace>;
export type TemplateListQuery = z.input<typeof templateListQuery>;
export type RenderInput = z.input<typeof renderInput>;
export type PreviewInput = z.input<typeof previewInput>;
export type SaveMacroInput = z.input<typeof saveMacroInput>;
export type ApplyMacroInput = z.input<typeof applyMacroInput>;
