import { defineReaction, type Reaction } from "../kernel/index.ts";
import { reminders } from "./schema.ts";

/** Reminders moved at a time. */
const batch = 500;

/** Reminders of a case that is merged are of the one that goes on. */
export const movingReminders: Reaction = defineReaction({
  on: "case.merged",
  phase: "decide",
  async run({ data: { caseId, intoId } }, tx) {
    for (;;) {
      // Those that have moved are no longer found.
      const found = await tx.find(reminders, { where: { field: "caseId", is: caseId }, limit: batch });
      for (const reminder of found) tx.update(reminders, reminder, { caseId: intoId });
      if (found.length < batch) return;
    }
  },
});
