import * as z from "zod";
import type { CaseRow } from "../cases/index.ts";
import { SupportError } from "../errors/index.ts";
import { answered, type Read } from "../kernel/index.ts";
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
 * Suggests articles that may solve a case, best first; the first five of all sources are shown. It is called while the
 * customer's message is being processed and has little time: see `acknowledgement.articlesTimeoutMs`. The signal is
 * aborted after that. Errors are reported, and the acknowledgement goes out without its articles.
 */
export type ArticleSource = (
  question: ArticleQuestion,
  signal: AbortSignal,
) => readonly Article[] | Promise<readonly Article[]>;

declare module "../kernel/sources.ts" {
  interface Sources {
    readonly articles: ArticleSource;
  }
}

/** Articles about a case from all sources, without duplicates. Never rejects. */
export type Articles = (
  read: Read,
  own: readonly ArticleSource[],
  question: ArticleQuestion,
) => Promise<readonly Article[]>;

const answer = z.array(z.object({ title: z.string().min(1).max(1_000), url: z.url().max(2_000) }));

/** Asks sources in parallel, each with a time limit. A retried commit gets the results of its first attempt. */
export function articleDesk(timeoutMs: number): Articles {
  const asked = boundedCache<Promise<readonly Article[]>>(200);
  return (read, own, question) => {
    const sources = [...own, ...read.sources("articles")];
    if (sources.length === 0) return Promise.resolve([]);
    // The code of a case is the same in each attempt of a commit; its id is not.
    const key = `${read.tenantId} ${read.correlationId} ${question.found.code} ${question.locale}`;
    return asked.get(key, async () => {
      const answers = await Promise.all(sources.map((source) => ask(read, source, question, timeoutMs)));
      const byUrl = new Map(answers.flat().map((article) => [article.url, article]));
      return [...byUrl.values()].slice(0, mostArticles);
    });
  };
}

async function ask(
  { clock, report }: Read,
  source: ArticleSource,
  question: ArticleQuestion,
  ms: number,
): Promise<readonly Article[]> {
  const what = "The article source of the acknowledgement";
  try {
    const given: unknown = await answered({ clock, ms }, "EXTENSION_FAILED", what, async (signal) =>
      source(question, signal),
    );
    const first: unknown = Array.isArray(given) ? given.slice(0, mostArticles) : given;
    const parsed = answer.safeParse(first);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw new SupportError(
      "EXTENSION_FAILED",
      `${what} must return a list of { title, url }. ${issue?.path.join(".") || "It"}: ${issue?.message}.`,
    );
  } catch (error) {
    report(error, "articles of the acknowledgement");
    return [];
  }
}
