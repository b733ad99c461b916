import * as z from "zod";
import { defineCommand, reference } from "../../kernel/index.ts";
import { applyChanges } from "../change.ts";
import type { CaseRow } from "../schema.ts";
import { casesState } from "../state.ts";
import { caseView } from "../views.ts";

const input = z.strictObject({
  caseId: reference("case"),
  teamId: reference("team").nullable().optional(),
  assigneeId: reference("agent").nullable().optional(),
});

/** Assigns a case to an agent, a team, both, or nobody (null). @throws SupportError NOT_FOUND, AGENT_INACTIVE */
export const assign = defineCommand({
  name: "cases.assign",
  summary: "Assigns a case to an agent, a team, both, or nobody (null).",
  input,
  output: caseView,
  access: { permission: "cases.write" },
  http: "PUT /cases/{caseId}/assignment",
  run: (tx, to): Promise<CaseRow> => applyChanges(tx, tx.use(casesState), to),
});
