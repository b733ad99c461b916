import * as z from "zod";
import { defineCommand, reference } from "../../kernel/index.ts";
import { refuseMerged, requireCase } from "../lifecycle.ts";
import { type CaseRow, cases, handlers } from "../schema.ts";
import { caseView } from "../views.ts";

/** Hands a case from a bot to people, or back. Clocks for people start at the hand-off. */
export const handOff = defineCommand({
  name: "cases.handOff",
  summary: "Hands a case from a bot to people, or back.",
  input: z.strictObject({ caseId: reference("case"), to: handlers }),
  output: caseView,
  access: { permission: "cases.write" },
  http: "POST /cases/{caseId}/hand-off",
  async run(tx, { caseId, to }): Promise<CaseRow> {
    const found = await requireCase(tx, caseId);
    refuseMerged(found);
    if (found.handler === to) return found;
    tx.emit("case.handedOff", { caseId, customerId: found.customerId }, { caseId, to });
    return tx.update(cases, found, { handler: to });
  },
});
