import { type CaseRow, earliest, isEnded, latest } from "../cases/index.ts";
import { events, findAll, isErased, type SupportEvent, type Transaction } from "../kernel/index.ts";
import { isOf } from "./happenings.ts";

/** Everything that happened to a case, oldest first, including staged events; erased events are omitted. */
export async function historyOf(
  tx: Pick<Transaction, "find">,
  caseId: string,
): Promise<readonly SupportEvent[]> {
  const all = await findAll(tx, events, { field: "caseId", is: caseId });
  // Events are stored as emitted: the type determines the data.
  const told = all.filter((event) => !isErased(event)) as readonly unknown[];
  return told as readonly SupportEvent[];
}

/**
 * A case as it was opened, by undoing its events. Tags, the host's own fields and other values whose former state is in
 * no event are today's.
 */
export function factsAtOpening(row: CaseRow, history: readonly SupportEvent[]): CaseRow {
  const first = <Type extends SupportEvent["type"]>(type: Type): SupportEvent<Type>["data"] | undefined =>
    history.find((event): event is SupportEvent<Type> => isOf(event, type))?.data;
  const status = first("case.statusChanged");
  const assigned = first("case.assigned");
  const handedOff = first("case.handedOff");
  return {
    ...row,
    category: status?.fromCategory ?? row.category,
    status: status?.from ?? row.status,
    priority: first("case.priorityChanged")?.from ?? row.priority,
    handler: handedOff === undefined ? row.handler : handedOff.to === "bot" ? "human" : "bot",
    spam: first("case.markedSpam") === undefined ? row.spam : false,
    teamId: assigned === undefined ? row.teamId : assigned.fromTeamId,
    assigneeId: assigned === undefined ? row.assigneeId : assigned.fromAssigneeId,
    firstRepliedAt: null,
    lastCustomerMessageAt: null,
    lastAgentMessageAt: null,
    waitingSince: null,
    solvedAt: null,
    closedAt: null,
    reopenCount: 0,
    mergedIntoId: null,
  };
}

/** The case after an event. `openingMessageId`: an agent's opening message is not a reply. */
export function factsAfter(facts: CaseRow, event: SupportEvent, openingMessageId: string | null): CaseRow {
  const { at } = event;
  if (isOf(event, "case.customerMessage") && event.data.counts)
    return {
      ...facts,
      lastCustomerMessageAt: latest(facts.lastCustomerMessageAt, at),
      waitingSince: earliest(facts.waitingSince, at),
    };
  if (isOf(event, "case.replied")) {
    const answers = event.data.human && event.data.messageId !== openingMessageId;
    const heard = { ...facts, lastAgentMessageAt: latest(facts.lastAgentMessageAt, at) };
    return answers
      ? { ...heard, firstRepliedAt: facts.firstRepliedAt ?? latest(facts.openedAt, at), waitingSince: null }
      : heard;
  }
  if (isOf(event, "case.statusChanged")) {
    const { to: status, toCategory: category } = event.data;
    const ended = isEnded(category);
    const solvedAt = ended ? (facts.solvedAt ?? latest(facts.openedAt, at)) : null;
    return {
      ...facts,
      status,
      category,
      solvedAt,
      closedAt: category === "closed" ? latest(solvedAt, at) : null,
      waitingSince: ended ? null : facts.waitingSince,
    };
  }
  if (isOf(event, "case.reopened")) return { ...facts, reopenCount: facts.reopenCount + 1 };
  if (isOf(event, "case.priorityChanged")) return { ...facts, priority: event.data.to };
  if (isOf(event, "case.handedOff")) return { ...facts, handler: event.data.to };
  if (isOf(event, "case.markedSpam")) return { ...facts, spam: event.data.spam };
  if (isOf(event, "case.merged")) return { ...facts, mergedIntoId: event.data.intoId };
  if (isOf(event, "case.assigned"))
    return { ...facts, assigneeId: event.data.assigneeId, teamId: event.data.teamId };
  return facts;
}
