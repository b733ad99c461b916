import { activeOrNobody, activeTeamOrNone } from "../agents/index.ts";
import { defineReaction, type JobHandlers, type Reaction, type Transaction } from "../kernel/index.ts";
import type { Instant } from "../ports/index.ts";
import { type CaseRow, cases } from "./schema.ts";

/** Who held the cases: one of the two. */
type Holder =
  | { readonly agentId: string; readonly teamId?: never }
  | { readonly teamId: string; readonly agentId?: never };

declare module "../kernel/transaction.ts" {
  interface SupportJobs {
    /** A batch of open cases that are taken from an agent who left, or a team that was archived. `again`: it has been done once. */
    "cases.release": Holder & { readonly again: boolean };
  }
}

/** Cases of one commit. */
const batch = 50;
/** By then, everything in progress when the agent left has been committed. */
const secondLookMs = 60_000;

/**
 * Open cases of an agent who is deactivated go back to the unassigned ones of their team, and those of a team that is
 * archived lose it, so that nobody waits in a queue that nobody looks at. Solved ones keep both for the reports, and lose
 * them when they are reopened.
 */
export const releasing: { readonly reactions: readonly Reaction[]; readonly jobs: JobHandlers } = {
  reactions: [
    defineReaction({
      on: "agent.updated",
      phase: "decide",
      async run({ data: { agentId, fields } }, tx) {
        if (fields.includes("active") && (await isGone(tx, { agentId })))
          await release(tx, { agentId }, false);
      },
    }),
    defineReaction({
      on: "team.updated",
      phase: "decide",
      async run({ data: { teamId, fields } }, tx) {
        if (fields.includes("archivedAt") && (await isGone(tx, { teamId })))
          await release(tx, { teamId }, false);
      },
    }),
    defineReaction({
      on: "case.reopened",
      phase: "decide",
      async run({ data: { caseId } }, tx) {
        const found = await tx.get(cases, caseId);
        if (found !== null) await takeFromGone(tx, found);
      },
    }),
  ],
  jobs: {
    "cases.release": {
      async run({ data: { again, ...holder }, complete }) {
        await complete(async (tx) => {
          if (!(await isGone(tx, holder))) return;
          const held = await tx.find(cases, {
            where: {
              and: [
                holder.teamId === undefined
                  ? { field: "assigneeId", is: holder.agentId }
                  : { field: "teamId", is: holder.teamId },
                { field: "category", in: ["new", "open", "pending", "on_hold"] },
              ],
            },
            limit: batch,
          });
          for (const found of held) await takeFromGone(tx, found);
          if (held.length === batch) await release(tx, holder, again);
          else if (!again) await release(tx, holder, true, tx.now + secondLookMs);
        });
      },
    },
  },
};

async function isGone(tx: Transaction, { agentId, teamId }: Holder): Promise<boolean> {
  const left = agentId === undefined ? await activeTeamOrNone(tx, teamId) : await activeOrNobody(tx, agentId);
  return left === null;
}

async function release(
  tx: Transaction,
  holder: Holder,
  again: boolean,
  dueAt: Instant = tx.now,
): Promise<void> {
  const key = `cases.release:${holder.agentId ?? holder.teamId}`;
  await tx.enqueue("cases.release", { ...holder, again }, { key, dueAt });
}

/** Takes a case from an agent who has left and from a team that was archived. */
async function takeFromGone(tx: Transaction, found: CaseRow): Promise<void> {
  const next = {
    assigneeId: await activeOrNobody(tx, found.assigneeId),
    teamId: await activeTeamOrNone(tx, found.teamId),
  };
  if (next.assigneeId === found.assigneeId && next.teamId === found.teamId) return;
  const { id: caseId, assigneeId: fromAssigneeId, teamId: fromTeamId } = found;
  const data = { caseId, fromAssigneeId, fromTeamId, ...next };
  tx.emit("case.assigned", { caseId, customerId: found.customerId }, data);
  tx.update(cases, found, next);
}
