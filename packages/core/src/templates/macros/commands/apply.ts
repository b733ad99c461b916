import * as z from "zod";
import { type CaseRow, caseView } from "../../../cases/index.ts";
import { defineCommand, forbidden, reference, versionInput } from "../../../kernel/index.ts";
import { requireUsableMacro } from "../requireMacro.ts";
import { runMacro } from "../runMacro.ts";

const input = z.strictObject({
  macroId: reference("macro"),
  caseId: reference("case"),
  seenMessageId: reference("message")
    .optional()
    .describe(
      "The newest customer message that the agent has seen. The reply is refused if there is a newer one.",
    ),
  expectedVersion: versionInput
    .optional()
    .describe("Rejects the change if the case has changed since this version was read."),
});

/**
 * Applies a macro to a case. Reply, changes and note are one commit.
 *
 * @throws SupportError NOT_FOUND, ARCHIVED, FORBIDDEN, NEWER_CUSTOMER_MESSAGE, INVALID_TRANSITION, TEMPLATE_FAILED
 * @throws ConflictError if the case is no longer at `expectedVersion`
 */
export const apply = defineCommand({
  name: "macros.apply",
  summary: "Applies a macro to a case.",
  input,
  output: caseView,
  access: { permission: "cases.write", cases: "named" },
  http: "POST /macros/{macroId}/apply",
  async run(tx, run): Promise<CaseRow> {
    const macro = await requireUsableMacro(tx, run.macroId);
    if (macro.reply !== null && !(await tx.reaches("cases.reply", "case", run.caseId)))
      throw forbidden(tx, "cases.reply");
    if (macro.note !== null && !(await tx.reaches("notes.write", "case", run.caseId)))
      throw forbidden(tx, "notes.write");
    return runMacro(tx, run);
  },
});
