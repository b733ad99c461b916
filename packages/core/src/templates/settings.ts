import * as z from "zod";
import type { CaseRow } from "../cases/index.ts";
import { isLocale, isTimeZone } from "../customers/index.ts";
import { SupportError } from "../errors/index.ts";

/** How customers reach a person. */
export interface Contact {
  readonly phone?: string;
  /** Where a chat is opened. */
  readonly chatUrl?: string;
  /** When somebody is there, in words. */
  readonly hours?: string;
  /** Anything else. */
  readonly text?: string;
}

export interface Article {
  readonly title: string;
  readonly url: string;
}

/** What is known of a case when articles are looked for. */
export interface ArticleQuestion {
  readonly tenantId: string;
  readonly found: CaseRow;
  /** The customer's first message, without quotes and signature. */
  readonly text: string;
  /** Locale of the acknowledgement. */
  readonly locale: string;
}

export interface AcknowledgementOptions {
  /** Whether a new case is acknowledged; a function decides for each. Default true. */
  readonly enabled?: boolean | ((found: CaseRow) => boolean);
  /**
   * Articles that may solve it, best first; the first five are shown. Asked inside the commit that takes the message
   * in, and again when that commit is repeated: answer from memory, such as an index that is kept up to date. What
   * it throws is reported and the acknowledgement goes out without articles. Default: none.
   */
  readonly articles?: (question: ArticleQuestion) => readonly Article[];
}

export interface TemplatesOptions {
  /** Name of the desk, below its messages. Default: none. */
  readonly deskName?: string;
  /** Where customers find the desk. */
  readonly deskUrl?: string;
  /** Language for whoever has none that a template is written in. Default `en`. */
  readonly locale?: string;
  /** Time zone for whoever's is not known. Default `UTC`. */
  readonly timeZone?: string;
  /** How to reach a person: the same for all, or by locale. Default: by replying. */
  readonly contact?: Contact | ((locale: string) => Contact);
  readonly acknowledgement?: AcknowledgementOptions;
}

/** The options with their defaults, checked. */
export interface TemplateSettings {
  readonly deskName: string;
  readonly deskUrl: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly contact: (locale: string) => Contact;
  readonly isAcknowledged: (found: CaseRow) => boolean;
  readonly articles: (question: ArticleQuestion) => readonly Article[];
}

const optionsSchema = z.object({
  deskName: z.string().default(""),
  deskUrl: z.string().default(""),
  locale: z.string().refine(isLocale, "is not a BCP 47 language tag such as de-AT").default("en"),
  timeZone: z.string().refine(isTimeZone, "is not an IANA time zone such as Europe/Berlin").default("UTC"),
});

/** @throws SupportError INVALID_CONFIGURATION naming everything that is wrong */
export function templateSettings(options: TemplatesOptions): TemplateSettings {
  const parsed = optionsSchema.safeParse(options);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `templates.${path.join(".")}: ${message}`,
    );
    throw new SupportError("INVALID_CONFIGURATION", problems.join("; "));
  }
  const { contact = {}, acknowledgement: { enabled = true, articles = () => [] } = {} } = options;
  return {
    ...parsed.data,
    contact: typeof contact === "function" ? contact : () => contact,
    isAcknowledged: typeof enabled === "function" ? enabled : () => enabled,
    articles,
  };
}
