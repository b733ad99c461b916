import * as z from "zod";
import { withoutUndefined } from "../../../customers/index.ts";
import { defineCommand, reference } from "../../../kernel/index.ts";
import { refuseMerged, requireCase } from "../../lifecycle.ts";
import { refuseTooMany, requireChangeable } from "../entry.ts";
import { entryInput } from "../inputs.ts";
import { refuseFuture } from "../moment.ts";
import { type TimeEntryRow, timeEntries, timeEntryView } from "../schema.ts";

const input = z.strictObject({
  timeEntryId: reference("timeEntry"),
  caseId: reference("case")
    .optional()
    .describe("The case that it belongs to, such as one that was split out."),
  durationMs: entryInput.durationMs.optional(),
  at: entryInput.at.optional(),
  note: entryInput.note.optional(),
});

/**
 * Changes a time entry, or moves it to another case. Those of others need `agents.write`.
 * @throws SupportError NOT_FOUND; FORBIDDEN; ARCHIVED; INVALID_INPUT; INVALID_TRANSITION for a case that was merged.
 */
export const update = defineCommand({
  name: "timeEntries.update",
  summary: "Changes a time entry, or moves it to another case.",
  input,
  output: timeEntryView,
  access: { permission: "time.write", cases: "named" },
  http: "PATCH /time-entries/{timeEntryId}",
  async run(tx, { timeEntryId, ...given }): Promise<TimeEntryRow> {
    const entry = await requireChangeable(tx, timeEntryId);
    const { caseId = entry.caseId } = given;
    const found = await requireCase(tx, caseId);
    if (caseId !== entry.caseId) {
      refuseMerged(found);
      await refuseTooMany(tx, found);
    }
    if (given.at !== undefined) refuseFuture(tx, given.at);
    const patch = withoutUndefined(given);
    const held: Readonly<Record<string, unknown>> = { ...entry };
    const fields = Object.entries(patch).flatMap(([name, value]) => (held[name] === value ? [] : [name]));
    if (fields.length === 0) return entry;
    const changed = tx.update(timeEntries, entry, patch);
    const { agentId, durationMs } = changed;
    const subject = { caseId, customerId: found.customerId };
    tx.emit("timeEntry.updated", subject, { timeEntryId, caseId, agentId, durationMs, fields });
    return changed;
  },
});
