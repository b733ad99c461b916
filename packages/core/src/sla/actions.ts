import { activeTeamOrNone, agents } from "../agents/index.ts";
import { applyChanges, cases, casesState, isEnded, type Priority, priorities } from "../cases/index.ts";
import type { JobHandlers, Transaction } from "../kernel/index.ts";
import { runMacro } from "../templates/index.ts";
import type { SlaOccasion } from "./events.ts";
import type { SlaAction } from "./policy.ts";

declare module "../kernel/transaction.ts" {
  interface SupportJobs {
    /** One action of a policy, after a warning or a breach. */
    "sla.act": SlaOccasion & { readonly action: SlaAction };
  }
}

/**
 * Actions are separate jobs: one that fails is retried and then listed, and prevents neither the warning, the breach
 * nor other actions.
 */
export const slaActions: JobHandlers = {
  "sla.act": {
    async run({ data, complete }) {
      await complete((tx) => act(tx, data));
    },
  },
};

async function act(
  tx: Transaction,
  { action, ...occasion }: SlaOccasion & { readonly action: SlaAction },
): Promise<void> {
  const { caseId } = occasion;
  const found = await tx.get(cases, caseId);
  if (found === null || found.mergedIntoId !== null) return;
  const subject = { caseId, customerId: found.customerId };
  if (action.do === "event") return tx.emit("sla.signalled", subject, { ...occasion, name: action.name });
  if (action.do === "notify")
    return tx.emit("sla.notificationRequested", subject, { ...occasion, whom: action.whom });
  if (isEnded(found.category)) return;
  if (action.do === "raisePriority") {
    const priority = raised(found.priority, action.to);
    if (priority !== found.priority) await applyChanges(tx, tx.use(casesState), { caseId, priority });
    return;
  }
  if (action.do === "reassign") {
    const { teamId, assigneeId } = action;
    // Somebody who has left since the policy was saved must not block the case: it then belongs to its team.
    const agent = typeof assigneeId === "string" ? await tx.get(agents, assigneeId) : null;
    const to = agent?.active === false ? null : assigneeId;
    // And a team that was archived takes none: the case stays with the team that it has.
    const isTeam = typeof teamId !== "string" || (await activeTeamOrNone(tx, teamId)) !== null;
    await applyChanges(tx, tx.use(casesState), {
      caseId,
      teamId: isTeam ? teamId : undefined,
      assigneeId: to,
    });
    return;
  }
  await runMacro(tx, { caseId, macroId: action.macroId });
}

function raised(from: Priority, to: Priority | undefined): Priority {
  const order = priorities.options;
  const wanted = to === undefined ? order.indexOf(from) + 1 : order.indexOf(to);
  return order[Math.max(order.indexOf(from), Math.min(wanted, order.length - 1))] ?? from;
}
