import * as z from "zod";
import type { CaseRow } from "../cases/index.ts";
import { isLocale, isTimeZone } from "../customers/index.ts";
import { SupportError } from "../errors/index.ts";
import type { FindArticles } from "./articles.ts";

/** How customers reach a person. */
export interface Contact {
  readonly phone?: string;
  /** Where customers start a chat. */
  readonly chatUrl?: string;
  /** When somebody is available, in words. */
  readonly hours?: string;
  /** Anything else. */
  readonly text?: string;
}

export interface AcknowledgementOptions {
  /** Whether a new case is acknowledged; a function decides for each. Default true. */
  readonly enabled?: boolean | ((found: CaseRow) => boolean);
  /**
   * Articles that may solve the case, best first; the first five are shown. Called while the customer's message is
   * being processed, once however often the commit is retried. Errors and late results are reported, and the
   * acknowledgement goes out without articles. Plugins add more as `sources.articles`. Default: none.
   */
  readonly articles?: FindArticles;
  /**
   * Time limit of an article source, in milliseconds, 1 to 10,000: processing the customer's message waits for it.
   * Default 1,000.
   */
  readonly articlesTimeoutMs?: number;
}

export interface TemplatesOptions {
  /** Name of the desk, below its messages. Default: none. */
  readonly deskName?: string;
  /** Where customers reach the desk. */
  readonly deskUrl?: string;
  /** Fallback language for texts. Default `en`. */
  readonly locale?: string;
  /** Fallback time zone. Default `UTC`. */
  readonly timeZone?: string;
  /** How to reach a person: the same for all, or by locale. Default: by replying. */
  readonly contact?: Contact | ((locale: string) => Contact);
  readonly acknowledgement?: AcknowledgementOptions;
}

/** The validated options, with defaults. */
export interface TemplateSettings {
  readonly deskName: string;
  readonly deskUrl: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly contact: (locale: string) => Contact;
  readonly isAcknowledged: (found: CaseRow) => boolean;
  /** Null: the host has none. */
  readonly articles: FindArticles | null;
  readonly articlesTimeoutMs: number;
}

const callable = z.custom<(...given: never[]) => unknown>(
  (value) => typeof value === "function",
  "must be a function",
);

const optionsSchema = z.object({
  deskName: z.string().default(""),
  deskUrl: z.string().default(""),
  locale: z.string().refine(isLocale, "is not a BCP 47 language tag such as de-AT").default("en"),
  timeZone: z.string().refine(isTimeZone, "is not an IANA time zone such as Europe/Berlin").default("UTC"),
  acknowledgement: z
    .strictObject({
      enabled: z.union([z.boolean(), callable], "must be true, false or a function").optional(),
      articles: callable.optional(),
      articlesTimeoutMs: z.int().min(1).max(10_000).default(1_000),
    })
    .prefault({}),
});

/** @throws SupportError INVALID_CONFIGURATION listing every problem */
export function templateSettings(options: TemplatesOptions): TemplateSettings {
  const parsed = optionsSchema.safeParse(options);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `templates.${path.join(".")}: ${message}`,
    );
    throw new SupportError("INVALID_CONFIGURATION", problems.join("; "));
  }
  const { contact = {}, acknowledgement: { enabled = true, articles = null } = {} } = options;
  const { acknowledgement, ...settings } = parsed.data;
  return {
    ...settings,
    contact: typeof contact === "function" ? contact : () => contact,
    isAcknowledged: typeof enabled === "function" ? enabled : () => enabled,
    articles,
    articlesTimeoutMs: acknowledgement.articlesTimeoutMs,
  };
}
