import { cases } from "../cases/index.ts";
import type { EventSubject, Transaction } from "../kernel/index.ts";
import type { ReminderNews } from "./events.ts";
import type { ReminderRow } from "./schema.ts";

export function newsOf({ id: reminderId, agentId, caseId }: ReminderRow): ReminderNews {
  return { reminderId, agentId, caseId };
}

/** The case and customer that an event of a reminder is about. */
export async function subjectOf(tx: Transaction, { caseId }: ReminderRow): Promise<EventSubject> {
  const found = caseId === null ? null : await tx.get(cases, caseId);
  return found === null ? {} : { caseId: found.id, customerId: found.customerId };
}
