import * as z from "zod";
import { defineQuery, limitSchema, list, type Read } from "../../kernel/index.ts";
import type { Filter } from "../../ports/index.ts";
import { type CaseRow, cases, messages } from "../schema.ts";
import { casesWithin } from "../scope.ts";
import { caseView } from "../views.ts";

const input = z.strictObject({ text: z.string().min(1).max(500), limit: limitSchema });

/**
 * Searches cases by code, subject and messages; all words must match. Notes are searched only for those who may read
 * them.
 */
export const search = defineQuery({
  name: "cases.search",
  summary: "Searches cases by code, subject and messages; all words must match.",
  input,
  output: list(caseView),
  access: { permission: "cases.read", cases: "narrowed" },
  http: "GET /case-search",
  async run(read, { text, limit }): Promise<readonly CaseRow[]> {
    const within = await casesWithin(read, "cases.read");
    const byCase = await read.search(cases, { text, limit, ...(within === null ? {} : { where: within }) });
    const found = new Map(byCase.map((row) => [row.id, row]));
    for (const row of await casesSaying(read, text, within, limit))
      if (found.size < limit || found.has(row.id)) found.set(row.id, row);
    return [...found.values()];
  },
});

/** Maximum messages to look at for agents whose role covers only some cases, as most may be in other cases. */
const mostLookedAt = 1_000;

/** Accessible cases with messages that have all the words, best first. */
async function casesSaying(
  read: Read,
  text: string,
  within: Filter<CaseRow> | null,
  limit: number,
): Promise<readonly CaseRow[]> {
  const ofNotes = await read.scopeOf("notes.read");
  const directions = ofNotes === null ? (["in", "out"] as const) : (["in", "out", "note"] as const);
  const hits = await read.search(messages, {
    text,
    where: { field: "direction", in: directions },
    limit: within === null ? limit : mostLookedAt,
  });
  const isRead = await Promise.all(
    hits.map(({ direction, caseId }) => direction !== "note" || read.reaches("notes.read", "case", caseId)),
  );
  const ids = [...new Set(hits.filter((_, at) => isRead[at]).map(({ caseId }) => caseId))];
  if (ids.length === 0) return [];
  const named = { field: "id", in: ids } as const;
  const rows = await read.find(cases, {
    where: within === null ? named : { and: [named, within] },
    limit: mostLookedAt,
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
