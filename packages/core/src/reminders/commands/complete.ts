import * as z from "zod";
import { defineCommand, reference } from "../../kernel/index.ts";
import { newsOf, subjectOf } from "../news.ts";
import { requireReminder } from "../own.ts";
import { type ReminderRow, reminders, reminderView } from "../schema.ts";

/** Marks a reminder as done: it leaves the lists, and reminds nobody any more. @throws SupportError NOT_FOUND */
export const complete = defineCommand({
  name: "reminders.complete",
  summary: "Marks a reminder as done.",
  input: z.strictObject({ reminderId: reference("reminder") }),
  output: reminderView,
  access: { permission: "reminders.write", cases: "named" },
  http: "POST /reminders/{reminderId}/complete",
  async run(tx, { reminderId }): Promise<ReminderRow> {
    const reminder = await requireReminder(tx, reminderId);
    if (reminder.state === "done") return reminder;
    tx.emit("reminder.completed", await subjectOf(tx, reminder), newsOf(reminder));
    const done = { state: "done", doneAt: tx.now, dueAt: null, leasedUntil: null } as const;
    return tx.update(reminders, reminder, done);
  },
});
