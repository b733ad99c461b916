import * as z from "zod";
import { defineCommand, reference } from "../../kernel/index.ts";
import { requireCase } from "../lifecycle.ts";
import type { CaseRow } from "../schema.ts";
import { wake } from "../snoozing/index.ts";
import { caseView } from "../views.ts";

/** Brings a snoozed case back to the queues at once. One that is awake stays as it is. */
export const unsnooze = defineCommand({
  name: "cases.unsnooze",
  summary: "Brings a snoozed case back to the queues at once.",
  input: z.strictObject({ caseId: reference("case") }),
  output: caseView,
  access: { permission: "cases.write", cases: "named" },
  http: "DELETE /cases/{caseId}/snooze",
  run: async (tx, { caseId }): Promise<CaseRow> => wake(tx, await requireCase(tx, caseId), "agent"),
});
