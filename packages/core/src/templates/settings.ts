import * as z from "zod";
import type { CaseRow } from "../cases/index.ts";
import { callable, type OptionShape, readOptions } from "../configuration/index.ts";
import { isLocale, isTimeZone, withoutUndefined } from "../customers/index.ts";
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

const text = z.string().max(1_000);
const contactSchema = z.strictObject({
  phone: text.optional(),
  chatUrl: text.optional(),
  hours: text.optional(),
  text: text.optional(),
});

const ofTemplates = {
  deskName: text.default(""),
  deskUrl: text.default(""),
  locale: z.string().refine(isLocale, "expected a BCP 47 language tag, such as de-AT").default("en"),
  timeZone: z.string().refine(isTimeZone, "expected an IANA time zone, such as Europe/Berlin").default("UTC"),
  contact: z.union([callable<(locale: string) => Contact>(), contactSchema]).default({}),
  acknowledgement: z
    .strictObject({
      enabled: z.union([z.boolean(), callable<(found: CaseRow) => boolean>()]).default(true),
      articles: callable<FindArticles>().nullable().default(null),
      articlesTimeoutMs: z.int().min(1).max(10_000).default(1_000),
    })
    .prefault({}),
} satisfies OptionShape<TemplatesOptions>;

/** Reads the options of templates; what is wrong goes to `problems`. */
export function templateSettings(given: unknown, problems: string[]): TemplateSettings {
  const { contact, acknowledgement, ...settings } = readOptions(ofTemplates, "templates", given, problems);
  const { enabled, articles, articlesTimeoutMs } = acknowledgement;
  const known = typeof contact === "function" ? contact : () => withoutUndefined(contact);
  return {
    ...settings,
    contact: known,
    isAcknowledged: typeof enabled === "function" ? enabled : () => enabled,
    articles,
    articlesTimeoutMs,
  };
}
