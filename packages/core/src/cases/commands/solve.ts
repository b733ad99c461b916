import * as z from "zod";
import { defineCommand, reference } from "../../kernel/index.ts";
import { applyChanges } from "../change.ts";
import type { CaseRow } from "../schema.ts";
import { casesState } from "../state.ts";
import { caseView } from "../views.ts";

/** Solves a case. @throws SupportError INVALID_TRANSITION for a closed one */
export const solve = defineCommand({
  name: "cases.solve",
  summary: "Solves a case.",
  input: z.strictObject({ caseId: reference("case") }),
  output: caseView,
  access: { permission: "cases.write" },
  http: "POST /cases/{caseId}/solve",
  run: (tx, { caseId }): Promise<CaseRow> =>
    applyChanges(tx, tx.use(casesState), { caseId, status: "solved" }),
});
