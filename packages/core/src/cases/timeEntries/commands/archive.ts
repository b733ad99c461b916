import * as z from "zod";
import { defineCommand, reference } from "../../../kernel/index.ts";
import { requireCase } from "../../lifecycle.ts";
import { requireEntry, requireOwnTime } from "../entry.ts";
import { type TimeEntryRow, timeEntries, timeEntryView } from "../schema.ts";

/** Archives a time entry, so that it counts nowhere. Those of others need `agents.write`. @throws SupportError NOT_FOUND, FORBIDDEN */
export const archive = defineCommand({
  name: "timeEntries.archive",
  summary: "Archives a time entry, so that it counts nowhere.",
  input: z.strictObject({ timeEntryId: reference("timeEntry") }),
  output: timeEntryView,
  access: { permission: "time.write", cases: "named" },
  http: "POST /time-entries/{timeEntryId}/archive",
  async run(tx, { timeEntryId }): Promise<TimeEntryRow> {
    const entry = await requireEntry(tx, timeEntryId);
    await requireOwnTime(tx, entry.agentId);
    if (entry.archivedAt !== null) return entry;
    const { caseId, agentId, durationMs } = entry;
    const { customerId } = await requireCase(tx, caseId);
    tx.emit("timeEntry.archived", { caseId, customerId }, { timeEntryId, caseId, agentId, durationMs });
    return tx.update(timeEntries, entry, { archivedAt: tx.now });
  },
});
