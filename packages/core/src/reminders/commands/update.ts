import * as z from "zod";
import { requireActiveAgent } from "../../agents/index.ts";
import { refuseMerged, requireCase } from "../../cases/index.ts";
import { withoutUndefined } from "../../customers/index.ts";
import { defineCommand, reference, requireAhead } from "../../kernel/index.ts";
import { reminderInput } from "../inputs.ts";
import { newsOf, subjectOf } from "../news.ts";
import { agentOf, requireReminder } from "../own.ts";
import { type ReminderRow, reminders, reminderView } from "../schema.ts";

const input = z.strictObject({
  reminderId: reference("reminder"),
  agentId: reference("agent").optional().describe("Who is reminded from now on."),
  text: reminderInput.text.optional(),
  remindAt: reminderInput.remindAt.optional().describe("Reminds again, also where it was due or done."),
  caseId: reminderInput.caseId.optional(),
});

/**
 * Changes a reminder, puts it off, or gives it to somebody else, which needs `agents.write`.
 * @throws SupportError NOT_FOUND; INVALID_INPUT; FORBIDDEN; AGENT_INACTIVE; INVALID_TRANSITION for a case that was merged.
 */
export const update = defineCommand({
  name: "reminders.update",
  summary: "Changes a reminder, puts it off, or gives it to somebody else.",
  input,
  output: reminderView,
  access: { permission: "reminders.write", cases: "named" },
  http: "PATCH /reminders/{reminderId}",
  async run(tx, { reminderId, ...given }): Promise<ReminderRow> {
    const reminder = await requireReminder(tx, reminderId);
    const { agentId, caseId, remindAt } = given;
    if (agentId !== undefined && agentId !== reminder.agentId)
      await requireActiveAgent(tx, await agentOf(tx, agentId));
    if (typeof caseId === "string" && caseId !== reminder.caseId) refuseMerged(await requireCase(tx, caseId));
    if (remindAt !== undefined) requireAhead(tx, remindAt, "remindAt");
    const held: Readonly<Record<string, unknown>> = { ...reminder };
    const patch = withoutUndefined(given);
    const isAgain = remindAt !== undefined && reminder.state !== "waiting";
    const fields = Object.keys(patch).filter((name) => held[name] !== patch[name as keyof typeof patch]);
    if (fields.length === 0 && !isAgain) return reminder;
    const alarm =
      remindAt === undefined
        ? {}
        : ({ state: "waiting", dueAt: remindAt, leasedUntil: null, doneAt: null } as const);
    const changed = tx.update(reminders, reminder, { ...patch, ...alarm });
    tx.emit("reminder.updated", await subjectOf(tx, changed), { ...newsOf(changed), fields });
    return changed;
  },
});
