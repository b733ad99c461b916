import "./events.ts";

export type { ReminderInput } from "./commands/create.ts";
export type { ReminderNews } from "./events.ts";
export { remindersRoom, reminderTopic } from "./room.ts";
export { type Reminder, type ReminderRow, reminders } from "./schema.ts";
