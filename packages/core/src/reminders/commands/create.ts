import * as z from "zod";
import { requireActiveAgent } from "../../agents/index.ts";
import { refuseMerged, requireCase } from "../../cases/index.ts";
import { SupportError } from "../../errors/index.ts";
import { defineCommand, namedInput, reference, requireAhead, type Transaction } from "../../kernel/index.ts";
import { reminderInput } from "../inputs.ts";
import { newsOf, subjectOf } from "../news.ts";
import { agentOf } from "../own.ts";
import { type ReminderRow, reminders, reminderView } from "../schema.ts";

/** Reminders of one agent that are not done. */
const most = 1_000;

const input = z.strictObject({
  agentId: reference("agent").optional().describe("Who is reminded. Default: the agent who calls."),
  ...reminderInput,
  caseId: reminderInput.caseId.default(null),
});

export interface ReminderInput extends z.input<typeof input> {}

/**
 * Reminds an agent at a moment, of a case or of anything else. For somebody else it needs `agents.write`.
 * @throws SupportError INVALID_INPUT for a moment that has passed or is more than 366 days ahead, or for more than 1,000
 * reminders; AGENT_INACTIVE; NOT_FOUND; INVALID_TRANSITION for a case that was merged.
 */
export const create = defineCommand({
  name: "reminders.create",
  summary: "Reminds an agent at a moment, of a case or of anything else.",
  input: namedInput<ReminderInput>()(input),
  output: reminderView,
  access: { permission: "reminders.write", cases: "named" },
  http: "POST /reminders",
  async run(tx, { agentId: given, caseId, text, remindAt }): Promise<ReminderRow> {
    const agentId = await agentOf(tx, given);
    await requireActiveAgent(tx, agentId);
    if (caseId !== null) refuseMerged(await requireCase(tx, caseId));
    requireAhead(tx, remindAt, "remindAt");
    await refuseTooMany(tx, agentId);
    const values = { agentId, caseId, text, remindAt, state: "waiting", dueAt: remindAt, fence: 0 } as const;
    const reminder = tx.insert(reminders, values);
    tx.emit("reminder.created", await subjectOf(tx, reminder), newsOf(reminder));
    return reminder;
  },
});

async function refuseTooMany(tx: Transaction, agentId: string): Promise<void> {
  const where = {
    and: [{ field: "agentId", is: agentId } as const, { field: "state", isNot: "done" } as const],
  };
  if ((await tx.count(reminders, where)) < most) return;
  throw new SupportError(
    "INVALID_INPUT",
    `reminders.create: an agent can have at most ${most} reminders. Complete some with reminders.complete.`,
  );
}
