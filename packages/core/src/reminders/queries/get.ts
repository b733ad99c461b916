import * as z from "zod";
import { defineQuery, reference } from "../../kernel/index.ts";
import { requireReminder } from "../own.ts";
import { type ReminderRow, reminderView } from "../schema.ts";

/** A reminder of the agent who calls. @throws SupportError NOT_FOUND */
export const get = defineQuery({
  name: "reminders.get",
  summary: "Returns a reminder of the agent who calls.",
  input: z.strictObject({ reminderId: reference("reminder") }),
  output: reminderView,
  access: { permission: "reminders.write", cases: "named" },
  http: "GET /reminders/{reminderId}",
  run: (read, { reminderId }): Promise<ReminderRow> => requireReminder(read, reminderId),
});
