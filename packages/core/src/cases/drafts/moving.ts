import { defineReaction, type Reaction } from "../../kernel/index.ts";
import { drafts } from "./schema.ts";

/** Drafts looked at at a time. */
const batch = 500;

/**
 * Drafts of a case that is merged go on in the other one, unless their writer has one there already: then both stay, and
 * the one that stays behind can be sent in the case that goes on. Its writer hasn't seen what was said there.
 */
export const movingDrafts: Reaction = defineReaction({
  on: "case.merged",
  phase: "decide",
  async run({ data: { caseId, intoId } }, tx) {
    for (let after: readonly [string] | null = null; ; ) {
      const from: { readonly after?: readonly [string] } = after === null ? {} : { after };
      const where = { field: "caseId", is: caseId } as const;
      const found = await tx.find(drafts, { where, limit: batch, ...from });
      for (const draft of found) {
        const { agentId, kind } = draft;
        const there = await tx.findOne(drafts, {
          and: [
            { field: "agentId", is: agentId },
            { field: "caseId", is: intoId },
            { field: "kind", is: kind },
          ],
        });
        if (there === null) tx.update(drafts, draft, { caseId: intoId, baseTurn: 0 });
      }
      const last = found.at(-1);
      if (last === undefined || found.length < batch) return;
      after = [last.id];
    }
  },
});
