import * as z from "zod";
import type { CaseRow } from "../cases/index.ts";
import { SupportError } from "../errors/index.ts";
import { answered, askSources, type Read, type SourceTraits } from "../kernel/index.ts";
import { boundedCache } from "./boundedCache.ts";
import { mostArticles } from "./kinds.ts";

export interface Article {
  readonly title: string;
  readonly url: string;
}

/** What is known about a case when articles are looked for. */
export interface ArticleQuestion {
  readonly tenantId: string;
  readonly found: CaseRow;
  /** The customer's first message, without quotes and signature. */
  readonly text: string;
  /** Locale of the acknowledgement. */
  readonly locale: string;
}

/**
 * The host's function that suggests articles that may solve a case, best first; the first five of all sources are shown.
 * It is called while the customer's message is being processed and has little time: see
 * `acknowledgement.articlesTimeoutMs`. The signal is aborted after that. Errors are reported, and the acknowledgement
 * goes out without its articles.
 */
export type FindArticles = (
  question: ArticleQuestion,
  signal: AbortSignal,
) => readonly Article[] | Promise<readonly Article[]>;

/** Suggests articles that may solve a case, as {@link FindArticles} does. Made by {@link defineArticleSource}. */
export interface ArticleSource extends SourceTraits {
  /** `read` acts for whoever sent the message. */
  find(
    read: Read,
    question: ArticleQuestion,
    signal: AbortSignal,
  ): readonly Article[] | Promise<readonly Article[]>;
}

declare module "../kernel/sources.ts" {
  interface Sources {
    readonly articles: ArticleSource;
  }
}

/**
 * Makes a source of articles. Returns its argument.
 *
 * ```ts
 * const guide = defineArticleSource({
 *   name: "guide.articles",
 *   async find(read, { text }) {
 *     const pages = await read.search(guidePages, { text, limit: 3 });
 *     return pages.map(({ title, url }) => ({ title, url }));
 *   },
 * });
 * ```
 */
export function defineArticleSource(source: ArticleSource): ArticleSource {
  return source;
}

/** Articles about a case from all sources, without duplicates. Never rejects because of one. */
export type Articles = (
  read: Read,
  own: readonly FindArticles[],
  question: ArticleQuestion,
) => Promise<readonly Article[]>;

const answer = z.array(
  z.object({ title: z.string().min(1).max(1_000), url: z.url({ protocol: /^https?$/ }).max(2_000) }),
);

/** Asks sources in parallel, each with a time limit. A retried commit gets the results of its first attempt. */
export function articleDesk(timeoutMs: number): Articles {
  const asked = boundedCache<Promise<readonly Article[]>>(200);
  return (read, own, question) => {
    // The code of a case is the same in each attempt of a commit; its id is not.
    const key = `${read.tenantId} ${read.correlationId} ${question.found.code} ${question.locale}`;
    return asked.get(key, async () => {
      const [ofHost, ofPlugins] = await Promise.all([
        Promise.all(own.map((source) => askHost(read, source, question, timeoutMs))),
        askSources(
          read,
          "articles",
          async (source, reads, signal) =>
            articlesOf(`The source "${source.name}"`, await source.find(reads, question, signal)),
          { mostMs: timeoutMs },
        ),
      ]);
      const all = [...ofHost.flat(), ...ofPlugins.answers.flatMap((one) => one.answer)];
      return [...new Map(all.map((article) => [article.url, article])).values()].slice(0, mostArticles);
    });
  };
}

async function askHost(
  { clock, report }: Read,
  find: FindArticles,
  question: ArticleQuestion,
  ms: number,
): Promise<readonly Article[]> {
  const what = "The article source of the acknowledgement";
  try {
    const given = await answered({ clock, ms }, "EXTENSION_FAILED", what, async (signal) =>
      find(question, signal),
    );
    return articlesOf(what, given);
  } catch (error) {
    report(error, "articles of the acknowledgement");
    return [];
  }
}

/** @throws SupportError EXTENSION_FAILED for what is no list of articles */
function articlesOf(what: string, given: unknown): readonly Article[] {
  const first: unknown = Array.isArray(given) ? given.slice(0, mostArticles) : given;
  const parsed = answer.safeParse(first);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new SupportError(
    "EXTENSION_FAILED",
    `${what} must return a list of { title, url }. ${issue?.path.join(".") || "It"}: ${issue?.message}.`,
  );
}
