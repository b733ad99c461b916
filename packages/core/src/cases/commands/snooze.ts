import * as z from "zod";
import { defineCommand, instantInput, reference, requireAhead } from "../../kernel/index.ts";
import { requireCase } from "../lifecycle.ts";
import type { CaseRow } from "../schema.ts";
import { putToSleep } from "../snoozing/index.ts";
import { caseView } from "../views.ts";

/**
 * Keeps an open case out of the queues until a moment, in epoch milliseconds. Its clocks run on. It wakes earlier when its
 * customer writes, when it is assigned, handed to people, marked as spam, solved, closed or merged.
 *
 * @throws SupportError INVALID_INPUT for a moment that has passed or is more than 366 days ahead; INVALID_TRANSITION for
 * a case that is solved, closed, merged or spam.
 */
export const snooze = defineCommand({
  name: "cases.snooze",
  summary: "Keeps an open case out of the queues until a moment, in epoch milliseconds.",
  input: z.strictObject({ caseId: reference("case"), until: instantInput }),
  output: caseView,
  access: { permission: "cases.write", cases: "named" },
  http: "PUT /cases/{caseId}/snooze",
  async run(tx, { caseId, until }): Promise<CaseRow> {
    const found = await requireCase(tx, caseId);
    requireAhead(tx, until, "until");
    return putToSleep(tx, found, until);
  },
});
