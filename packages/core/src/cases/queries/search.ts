import * as z from "zod";
import { defineQuery, limitSchema, list } from "../../kernel/index.ts";
import { type CaseRow, cases, messages } from "../schema.ts";
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
  access: { permission: "cases.read" },
  http: "GET /case-search",
  async run(read, { text, limit }): Promise<readonly CaseRow[]> {
    const directions = (await read.may("notes.read"))
      ? (["in", "out", "note"] as const)
      : (["in", "out"] as const);
    const [byCase, byMessage] = await Promise.all([
      read.search(cases, { text, limit }),
      read.search(messages, { text, where: { field: "direction", in: directions }, limit }),
    ]);
    const found = new Map(byCase.map((row) => [row.id, row]));
    const missing = [...new Set(byMessage.map(({ caseId }) => caseId))].filter((id) => !found.has(id));
    for (const row of await Promise.all(missing.map((id) => read.get(cases, id))))
      if (row !== null) found.set(row.id, row);
    return [...found.values()].slice(0, limit);
  },
});
