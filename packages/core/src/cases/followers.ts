import { activeOrNobody, requireActiveAgent } from "../agents/index.ts";
import { SupportError } from "../errors/index.ts";
import { defineReaction, type Reaction, type Transaction } from "../kernel/index.ts";
import { type CaseRow, cases } from "./schema.ts";

/** Agents who may follow one case. */
export const mostFollowers = 100;

/**
 * Sets the followers of a case. @throws SupportError NOT_FOUND, AGENT_INACTIVE for those who are new to it;
 * INVALID_INPUT for more than 100
 */
export async function setFollowers(
  tx: Transaction,
  found: CaseRow,
  wanted: readonly string[],
): Promise<CaseRow> {
  const followerIds = [...new Set(wanted)];
  const added = followerIds.filter((id) => !found.followerIds.includes(id));
  const removed = found.followerIds.filter((id) => !followerIds.includes(id));
  if (added.length + removed.length === 0) return found;
  for (const agentId of added) await requireActiveAgent(tx, agentId);
  if (followerIds.length > mostFollowers) throw tooMany(found);
  const { id: caseId, customerId } = found;
  tx.emit("case.followersChanged", { caseId, customerId }, { caseId, added, removed });
  return tx.update(cases, found, { followerIds });
}

/** The followers of a case whom one that comes from it, or goes on for it, has as well: those who still work here. */
export async function presentFollowers(
  tx: Pick<Transaction, "get">,
  { followerIds }: Pick<CaseRow, "followerIds">,
): Promise<readonly string[]> {
  const present = await Promise.all(followerIds.map((id) => activeOrNobody(tx, id)));
  return present.filter((id) => id !== null);
}

/** Those who follow the case that goes on after a merge: its own followers first, as many as a case may have. */
export async function joinFollowers(tx: Transaction, from: CaseRow, into: CaseRow): Promise<CaseRow> {
  const arriving = await presentFollowers(tx, from);
  return setFollowers(tx, into, [...new Set([...into.followerIds, ...arriving])].slice(0, mostFollowers));
}

/** Announces what happens in a case to its followers, once for each event, without the agent who did it. */
export const followerReactions: readonly Reaction[] = [
  defineReaction({
    on: [
      ...(["case.customerMessage", "case.replied", "case.noted", "case.statusChanged"] as const),
      ...(["case.assigned", "case.priorityChanged", "case.merged", "case.woken"] as const),
    ],
    phase: "tell",
    async run({ id: eventId, type: about, actor, caseId, customerId }, tx) {
      const found = caseId === null ? null : await tx.get(cases, caseId);
      if (found === null || found.followerIds.length === 0) return;
      const present = await presentFollowers(tx, found);
      const agentIds = present.filter((id) => actor.kind !== "agent" || actor.id !== id);
      if (agentIds.length === 0) return;
      tx.emit(
        "case.newsForFollowers",
        { caseId: found.id, customerId },
        { caseId: found.id, agentIds, about, eventId },
      );
    },
  }),
];

function tooMany({ id: caseId, code }: CaseRow): SupportError {
  return new SupportError(
    "INVALID_INPUT",
    `${code} can have at most ${mostFollowers} followers. Remove some with cases.unfollow first.`,
    { details: { caseId } },
  );
}
