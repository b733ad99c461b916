import * as z from "zod";
import { defineCommand, reference } from "../../kernel/index.ts";
import { refuseMerged, requireCase } from "../lifecycle.ts";
import { type CaseRow, cases } from "../schema.ts";
import { caseView } from "../views.ts";

/** Marks a case as spam, or removes the mark. Spam has no clocks and gets no automatic replies. */
export const markSpam = defineCommand({
  name: "cases.markSpam",
  summary: "Marks a case as spam, or removes the mark.",
  input: z.strictObject({ caseId: reference("case"), spam: z.boolean().default(true) }),
  output: caseView,
  access: { permission: "cases.write" },
  http: "PUT /cases/{caseId}/spam",
  async run(tx, { caseId, spam }): Promise<CaseRow> {
    const found = await requireCase(tx, caseId);
    refuseMerged(found);
    if (found.spam === spam) return found;
    tx.emit("case.markedSpam", { caseId, customerId: found.customerId }, { caseId, spam });
    return tx.update(cases, found, { spam });
  },
});
