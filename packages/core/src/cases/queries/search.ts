import * as z from "zod";
import { defineQuery, lineInput, type Page, page, pageOf, paging, type Read } from "../../kernel/index.ts";
import type { Filter } from "../../ports/index.ts";
import { type CaseRow, cases, messages } from "../schema.ts";
import { casesWithin } from "../scope.ts";
import { caseView } from "../views.ts";

const input = z.strictObject({ text: lineInput(500), ...paging });

/** Cases found by code or subject, and messages, that are looked at: what is further down the ranking is not found. */
const mostHits = 200;

/**
 * Cases whose code, subject or messages have all the words: those found by code or subject first, each in the order of the
 * storage's ranking. Pages go through the best 200 cases and the cases of the best 200 messages; add words to find what is
 * further down. Notes count only for those who may read them.
 *
 * @throws SupportError INVALID_INPUT when the case that the page before ended with is not found any more
 */
export const search = defineQuery({
  name: "cases.search",
  summary: "Searches cases by code, subject and messages; all words must match.",
  input,
  output: page(caseView),
  access: { permission: "cases.read", cases: "narrowed" },
  http: "GET /case-search",
  async run(read, { text, ...paged }): Promise<Page<CaseRow>> {
    const within = await casesWithin(read, "cases.read");
    const where = within === null ? {} : { where: within };
    const byCase = await read.search(cases, { text, ...where, limit: mostHits });
    const found = new Map(byCase.map((row) => [row.id, row]));
    for (const row of await casesSaying(read, text, within)) found.set(row.id, row);
    return pageOf([...found.values()], ({ id }) => id, paged);
  },
});

/** Accessible cases with messages that have all the words, best first. */
async function casesSaying(
  read: Read,
  text: string,
  within: Filter<CaseRow> | null,
): Promise<readonly CaseRow[]> {
  const ofNotes = await read.scopeOf("notes.read");
  const directions = ofNotes === null ? (["in", "out"] as const) : (["in", "out", "note"] as const);
  const hits = await read.search(messages, {
    text,
    where: { field: "direction", in: directions },
    limit: mostHits,
  });
  const isRead = await Promise.all(
    hits.map(({ direction, caseId }) => direction !== "note" || read.reaches("notes.read", "case", caseId)),
  );
  const ids = [...new Set(hits.filter((_, at) => isRead[at]).map(({ caseId }) => caseId))];
  if (ids.length === 0) return [];
  const named = { field: "id", in: ids } as const;
  const rows = await read.find(cases, {
    where: within === null ? named : { and: [named, within] },
    limit: mostHits,
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
