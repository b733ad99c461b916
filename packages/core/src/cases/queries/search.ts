import * as z from "zod";
import { defineQuery, type Page, page, pageOf, paging } from "../../kernel/index.ts";
import { type CaseRow, cases, messages } from "../schema.ts";
import { caseView } from "../views.ts";

const input = z.strictObject({ text: z.string().min(1).max(500), ...paging });

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
  access: { permission: "cases.read" },
  http: "GET /case-search",
  async run(read, { text, ...paged }): Promise<Page<CaseRow>> {
    const directions = (await read.may("notes.read"))
      ? (["in", "out", "note"] as const)
      : (["in", "out"] as const);
    const [byCase, byMessage] = await Promise.all([
      read.search(cases, { text, limit: mostHits }),
      read.search(messages, { text, where: { field: "direction", in: directions }, limit: mostHits }),
    ]);
    const ids = new Set([...byCase.map(({ id }) => id), ...byMessage.map(({ caseId }) => caseId)]);
    const { rows, next } = pageOf([...ids], (id) => id, paged);
    const known = new Map(byCase.map((row) => [row.id, row]));
    const found = await Promise.all(rows.map(async (id) => known.get(id) ?? read.get(cases, id)));
    return { rows: found.filter((row) => row !== null), next };
  },
});
