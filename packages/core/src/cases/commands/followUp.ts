import * as z from "zod";
import { defineCommand, reference } from "../../kernel/index.ts";
import { requireParticipant } from "../access.ts";
import { authorKindOf } from "../author.ts";
import { wordsInput } from "../inputs.ts";
import { insertFollowUp } from "../insertFollowUp.ts";
import { requireCase, survivingCase } from "../lifecycle.ts";
import { announceOpening } from "../opening.ts";
import type { CaseRow } from "../schema.ts";
import { casesState } from "../state.ts";
import { caseView } from "../views.ts";

/** Opens a case that continues another. Customers can continue cases they take part in. */
export const followUp = defineCommand({
  name: "cases.followUp",
  summary: "Opens a case that continues another.",
  input: z.strictObject({
    caseId: reference("case"),
    subject: wordsInput(1_000).optional().describe("Default: the subject of the case it continues."),
  }),
  output: caseView,
  access: { permission: "cases.write", customer: "own" },
  http: "POST /cases/{caseId}/follow-ups",
  async run(tx, { caseId, subject }): Promise<CaseRow> {
    const before = await survivingCase(tx, await requireCase(tx, caseId));
    await requireParticipant(tx, before, caseId);
    const opened = await insertFollowUp(tx, tx.use(casesState), before, {
      openedBy: authorKindOf(tx.actor),
      writerId: tx.actor.kind === "customer" ? tx.actor.id : null,
      subject: subject ?? before.subject,
    });
    announceOpening(tx, opened, null, { newCustomer: false });
    return requireCase(tx, opened.id);
  },
});
