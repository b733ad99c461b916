import * as z from "zod";
import { requireActiveAgent } from "../../../agents/index.ts";
import { SupportError } from "../../../errors/index.ts";
import { defineCommand, namedInput, reference, type Transaction } from "../../../kernel/index.ts";
import { refuseMerged, requireCase } from "../../lifecycle.ts";
import { refuseTooMany, requireOwnTime } from "../entry.ts";
import { entryInput } from "../inputs.ts";
import { refuseFuture } from "../moment.ts";
import { type TimeEntryRow, timeEntries, timeEntryView } from "../schema.ts";

const input = z.strictObject({
  caseId: reference("case"),
  agentId: reference("agent").optional().describe("Who spent it. Default: the agent who calls."),
  durationMs: entryInput.durationMs,
  at: entryInput.at.optional().describe("When it was spent. Default: now."),
  note: entryInput.note.default(null),
});

export interface TimeEntryInput extends z.input<typeof input> {}

/**
 * Logs time that an agent spent on a case. For somebody else it needs `agents.write`.
 * @throws SupportError NOT_FOUND; AGENT_INACTIVE; INVALID_INPUT for a moment to come, or for more than 1,000 entries of
 * one case; INVALID_TRANSITION for a case that was merged.
 */
export const create = defineCommand({
  name: "timeEntries.create",
  summary: "Logs time that an agent spent on a case.",
  input: namedInput<TimeEntryInput>()(input),
  output: timeEntryView,
  access: { permission: "time.write", cases: "named" },
  http: "POST /time-entries",
  async run(tx, { caseId, durationMs, note, ...given }): Promise<TimeEntryRow> {
    const agentId = given.agentId ?? callerOf(tx);
    await requireOwnTime(tx, agentId);
    await requireActiveAgent(tx, agentId);
    const found = await requireCase(tx, caseId);
    refuseMerged(found);
    const at = given.at ?? tx.now;
    refuseFuture(tx, at);
    await refuseTooMany(tx, found);
    const entry = tx.insert(timeEntries, { caseId, agentId, durationMs, at, note });
    const subject = { caseId, customerId: found.customerId };
    tx.emit("timeEntry.created", subject, { timeEntryId: entry.id, caseId, agentId, durationMs });
    return entry;
  },
});

function callerOf({ actor }: Transaction): string {
  if (actor.kind === "agent") return actor.id;
  throw new SupportError("INVALID_INPUT", "timeEntries.create: agentId: say which agent spent the time.");
}
