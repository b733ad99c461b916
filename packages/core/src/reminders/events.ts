declare module "../kernel/events.ts" {
  interface CoreEvents {
    "reminder.created": ReminderNews;
    "reminder.updated": ReminderNews & { readonly fields: readonly string[] };
    /**
     * Its moment came. `agentId`: who is to be reminded, which is the assignee of its case where its own agent has left; null
     * where nobody is left to remind.
     */
    "reminder.due": Omit<ReminderNews, "agentId"> & { readonly agentId: string | null };
    "reminder.completed": ReminderNews;
  }
}

/** What events say of a reminder: not its text. */
export interface ReminderNews {
  readonly reminderId: string;
  readonly agentId: string;
  readonly caseId: string | null;
}
