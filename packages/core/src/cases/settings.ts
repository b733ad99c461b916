import * as z from "zod";
import { type OptionShape, readOptions, unique } from "../configuration/index.ts";
import { SupportError } from "../errors/index.ts";
import { definitionsOf, type FieldDefinitions } from "../fields/index.ts";
import { whyNotZod4 } from "../kernel/index.ts";
import { type CustomerFields, customerFieldsOf, markProblems } from "./customerFields.ts";
import { categories, type StatusCategory } from "./schema.ts";
import {
  defaultFormat,
  formatProblem,
  type TrackingCodeOptions,
  type TrackingCodes,
  trackingCodes,
} from "./trackingCode.ts";

export interface CustomStatus {
  /** The identifier in code: `waiting_for_parts`. */
  readonly key: string;
  /** The display name. */
  readonly label: string;
  readonly category: StatusCategory;
}

/** What a customer's reply to a closed case does. */
export type ClosedReplyPolicy = "reopen" | "follow-up";

export interface CasesOptions<Fields extends z.ZodObject = z.ZodObject> {
  readonly trackingCode?: TrackingCodeOptions;
  /** Statuses in addition to the six categories, each of which is also a status. Default: none. */
  readonly statuses?: readonly CustomStatus[];
  /**
   * The host's own case fields. Default: none are accepted. Customers only see fields marked with `.meta({ customer:
   * "read" })`, and can set those marked with `.meta({ customer: "write" })` when they open a case.
   */
  readonly fields?: Fields;
  /** A reply to a closed case opens a linked follow-up, or reopens it. Default `follow-up`. */
  readonly replyToClosed?: ClosedReplyPolicy;
  /** A reply to a case solved longer ago than this opens a follow-up instead of reopening it. Default: never. */
  readonly followUpAfterDays?: number;
  /** Solved cases are closed after this many days; null never closes them. Default 4 (Zendesk's). */
  readonly closeSolvedAfterDays?: number | null;
  /**
   * Maximum size of a file in bytes; larger ones are refused with MESSAGE_TOO_LARGE. For incoming mail see
   * intake.maxRawBytes. Default 25 MiB.
   */
  readonly maxAttachmentBytes?: number;
}

/** The validated options, with defaults. */
export interface CaseSettings {
  readonly codes: TrackingCodes;
  /** A code format that may be replaced by this one. */
  readonly replacedFormat: string | null;
  readonly statuses: ReadonlyMap<string, CustomStatus>;
  readonly fields: z.ZodObject;
  /** What is known about the values of `fields`, for filters. */
  readonly ownFields: FieldDefinitions;
  readonly customerFields: CustomerFields;
  readonly replyToClosed: ClosedReplyPolicy;
  readonly followUpAfterMs: number | null;
  readonly closeSolvedAfterMs: number | null;
  readonly maxAttachmentBytes: number;
}

const dayMs = 86_400_000;
const days = z
  .number({ error: "expected a positive number of days" })
  .positive({ error: "expected a positive number of days" });

const ofCases = {
  trackingCode: z
    .strictObject({
      format: z.string().default(defaultFormat),
      checkDigit: z.boolean().default(false),
      replaces: z.string().nullish(),
    })
    .superRefine(({ format }, context) => {
      const message = formatProblem(format);
      if (message !== null) context.addIssue({ code: "custom", path: ["format"], message });
    })
    .prefault({}),
  statuses: z
    .array(
      z.strictObject({
        key: z.string().regex(/^[a-z][a-z0-9_]{0,40}$/, {
          error: "expected lower-case letters, digits and _, at most 41, beginning with a letter",
        }),
        label: z.string().min(1),
        category: z.enum(categories),
      }),
    )
    .superRefine(unique("key", ({ key }) => key))
    .superRefine((statuses, context) => {
      for (const [at, { key }] of statuses.entries())
        if (isCategory(key))
          context.addIssue({
            code: "custom",
            path: [at, "key"],
            message: `"${key}" is a category, which is a status already`,
          });
    })
    .default([]),
  fields: z
    .custom<z.ZodObject>((value) => value instanceof z.ZodObject, {
      error: ({ input }) => whyNotZod4(input) ?? "expected a z.object({ ... })",
      abort: true,
    })
    .superRefine((fields, context) => {
      for (const { name, message } of markProblems(fields))
        context.addIssue({ code: "custom", path: [name], message });
    })
    .optional(),
  replyToClosed: z.enum(["reopen", "follow-up"]).default("follow-up"),
  followUpAfterDays: days.optional(),
  closeSolvedAfterDays: days.nullable().default(4),
  maxAttachmentBytes: z
    .int()
    .min(1)
    .default(25 * 1024 * 1024),
} satisfies OptionShape<CasesOptions>;

/** Reads the options of cases; what is wrong goes to `problems`. */
export function caseSettings(given: unknown, problems: string[]): CaseSettings {
  const options = readOptions(ofCases, "cases", given, problems);
  const { trackingCode, followUpAfterDays, closeSolvedAfterDays, fields = z.object({}) } = options;
  const { format, checkDigit, replaces = null } = trackingCode;
  const builtIn = categories.map(
    (category): CustomStatus => ({ key: category, label: labelOf(category), category }),
  );
  return {
    codes: trackingCodes({ format, checkDigit }),
    replacedFormat: replaces,
    statuses: new Map([...builtIn, ...options.statuses].map((status) => [status.key, status])),
    fields: fields.strict(),
    ownFields: definitionsOf(fields),
    customerFields: customerFieldsOf(fields),
    replyToClosed: options.replyToClosed,
    followUpAfterMs: followUpAfterDays === undefined ? null : followUpAfterDays * dayMs,
    closeSolvedAfterMs: closeSolvedAfterDays === null ? null : closeSolvedAfterDays * dayMs,
    maxAttachmentBytes: options.maxAttachmentBytes,
  };
}

function isCategory(key: string): boolean {
  return categories.some((category) => category === key);
}

function labelOf(category: StatusCategory): string {
  const words = category.replace("_", "-");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** @throws SupportError INVALID_INPUT listing the known statuses. */
export function requireStatus({ statuses }: Pick<CaseSettings, "statuses">, key: string): CustomStatus {
  const status = statuses.get(key);
  if (status !== undefined) return status;
  const known = [...statuses.keys()].join(", ");
  throw new SupportError("INVALID_INPUT", `There is no status "${key}". Known statuses: ${known}.`, {
    details: { status: key },
  });
}

type FieldValues = Readonly<Record<string, unknown>>;

/** Validates the host's own fields of a new case and fills in defaults. @throws SupportError INVALID_INPUT */
export function parseFields({ fields }: CaseSettings, given: unknown): FieldValues {
  const parsed = fields.safeParse(given);
  if (parsed.success) return parsed.data;
  throw wrongFields(parsed.error.issues);
}

/** Validates the given fields of the host, without adding any. @throws SupportError INVALID_INPUT */
export function parseFieldChanges({ fields }: CaseSettings, given: FieldValues): FieldValues {
  const parsed = z.strictObject(fields.shape).partial().safeParse(given);
  if (!parsed.success) throw wrongFields(parsed.error.issues);
  // Defaults of fields that are not given would overwrite what the case has.
  return Object.fromEntries(Object.entries(parsed.data).filter(([name]) => Object.hasOwn(given, name)));
}

/** The fields after a change, which must satisfy rules that span fields. @throws SupportError INVALID_INPUT */
export function changedFields(
  settings: CaseSettings,
  before: FieldValues,
  changes: FieldValues,
): FieldValues {
  const changed = { ...before, ...parseFieldChanges(settings, changes) };
  const parsed = settings.fields.safeParse(changed);
  const issues = parsed.success ? [] : parsed.error.issues;
  // Rules for single fields were checked above; a case that came by mail may lack others.
  if (issues.length > 0 && issues.every(({ code }) => code === "custom")) throw wrongFields(issues);
  return changed;
}

function wrongFields(issues: readonly z.core.$ZodIssue[]): SupportError {
  const problems = issues.map(({ path, message }) => `${path.join(".") || "fields"}: ${message}`);
  return new SupportError("INVALID_INPUT", `Invalid case fields. ${problems.join("; ")}.`);
}
