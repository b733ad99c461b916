import { defineReaction, type Reaction } from "../../kernel/index.ts";
import { timeEntries } from "./schema.ts";

/** Entries moved at a time. */
const batch = 500;

/** Time spent on a case that is merged was spent on the one that goes on. */
export const movingTime: Reaction = defineReaction({
  on: "case.merged",
  phase: "decide",
  async run({ data: { caseId, intoId } }, tx) {
    for (;;) {
      // Those that have moved are no longer found.
      const found = await tx.find(timeEntries, { where: { field: "caseId", is: caseId }, limit: batch });
      for (const entry of found) tx.update(timeEntries, entry, { caseId: intoId });
      if (found.length < batch) return;
    }
  },
});
