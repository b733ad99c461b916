import * as z from "zod";
import { type Cards, cardsView, caseCards } from "../../customers/index.ts";
import { defineQuery, reference } from "../../kernel/index.ts";
import { requireCase } from "../lifecycle.ts";

/**
 * Titled blocks of fields that plugins have to show beside a case. A source that fails is named in `failed`, and hides no
 * other.
 *
 * @throws SupportError NOT_FOUND
 */
export const cards = defineQuery({
  name: "cases.cards",
  summary: "Returns what plugins have to show beside a case.",
  input: z.strictObject({ caseId: reference("case") }),
  output: cardsView,
  access: { permission: "cases.read" },
  http: "GET /cases/{caseId}/cards",
  async run(read, { caseId }): Promise<Cards> {
    await requireCase(read, caseId);
    return caseCards(read, { caseId });
  },
});
