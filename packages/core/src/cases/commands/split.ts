import * as z from "zod";
import { defineCommand, idInput, listOf, namedInput, reference } from "../../kernel/index.ts";
import { wordsInput } from "../inputs.ts";
import { refuseMerged, requireCase } from "../lifecycle.ts";
import type { CaseRow } from "../schema.ts";
import { splitOut } from "../splitOut.ts";
import { casesState } from "../state.ts";
import { caseView } from "../views.ts";

const input = z.strictObject({
  caseId: reference("case"),
  messageIds: listOf(idInput).min(1).describe("Messages to move; at least one other must stay in the case."),
  subject: wordsInput(1_000).optional().describe("Default: the subject of the first message that moves."),
});

export interface SplitInput extends z.input<typeof input> {}

/** Moves messages into a new case. @throws SupportError INVALID_INPUT unless some message stays. */
export const split = defineCommand({
  name: "cases.split",
  summary: "Moves messages into a new case.",
  input: namedInput<SplitInput>()(input),
  output: caseView,
  access: { permission: "cases.write" },
  http: "POST /cases/{caseId}/split",
  async run(tx, { caseId, messageIds, subject }): Promise<CaseRow> {
    const from = await requireCase(tx, caseId);
    refuseMerged(from);
    return splitOut(tx, tx.use(casesState), from, { messageIds, subject });
  },
});
