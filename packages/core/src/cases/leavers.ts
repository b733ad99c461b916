import { activeOrNobody, agents } from "../agents/index.ts";
import { defineReaction, type JobHandlers, type Reaction, type Transaction } from "../kernel/index.ts";
import type { Instant } from "../ports/index.ts";
import { type CaseRow, cases } from "./schema.ts";

declare module "../kernel/transaction.ts" {
  interface SupportJobs {
    /** A batch of open cases to take from an agent who left. `again`: on the second pass. */
    "cases.release": { readonly agentId: string; readonly again: boolean };
  }
}

/** Cases of one commit. */
const batch = 50;
/** By then, everything in progress when the agent left has been committed. */
const secondLookMs = 60_000;

/**
 * Open cases of a deactivated agent return to their team unassigned, so that nobody waits in a queue that nobody
 * watches. Solved ones keep their agent for reports, and lose them when reopened.
 */
export const releasing: { readonly reactions: readonly Reaction[]; readonly jobs: JobHandlers } = {
  reactions: [
    defineReaction({
      on: "agent.updated",
      phase: "decide",
      async run({ data: { agentId, fields } }, tx) {
        if (!fields.includes("active") || (await tx.get(agents, agentId))?.active !== false) return;
        await release(tx, agentId, false);
      },
    }),
    defineReaction({
      on: "case.reopened",
      phase: "decide",
      async run({ data: { caseId } }, tx) {
        const found = await tx.get(cases, caseId);
        if (found !== null && (await activeOrNobody(tx, found.assigneeId)) !== found.assigneeId)
          unassign(tx, found);
      },
    }),
  ],
  jobs: {
    "cases.release": {
      async run({ data: { agentId, again }, complete }) {
        await complete(async (tx) => {
          if ((await tx.get(agents, agentId))?.active !== false) return;
          const held = await tx.find(cases, {
            where: {
              and: [
                { field: "assigneeId", is: agentId },
                { field: "category", in: ["new", "open", "pending", "on_hold"] },
              ],
            },
            limit: batch,
          });
          for (const found of held) unassign(tx, found);
          if (held.length === batch) await release(tx, agentId, again);
          else if (!again) await release(tx, agentId, true, tx.now + secondLookMs);
        });
      },
    },
  },
};

async function release(
  tx: Transaction,
  agentId: string,
  again: boolean,
  dueAt: Instant = tx.now,
): Promise<void> {
  await tx.enqueue("cases.release", { agentId, again }, { key: `cases.release:${agentId}`, dueAt });
}

function unassign(tx: Transaction, found: CaseRow): void {
  const { id: caseId, assigneeId: fromAssigneeId, teamId } = found;
  const data = { caseId, fromAssigneeId, fromTeamId: teamId, assigneeId: null, teamId };
  tx.emit("case.assigned", { caseId, customerId: found.customerId }, data);
  tx.update(cases, found, { assigneeId: null });
}
