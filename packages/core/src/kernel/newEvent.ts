import type { EventType, SupportEvent, SupportEvents } from "./events.ts";
import { events } from "./events.ts";
import type { EventOptions, EventSubject, Transaction } from "./transaction.ts";

interface Happening<Type extends EventType> {
  readonly type: Type;
  readonly subject: EventSubject;
  readonly data: SupportEvents[Type];
  readonly options: EventOptions | undefined;
  /** Id of the event that caused this one. */
  readonly cause: string | null;
}

/** An event as stored, with the time of the commit and its actor. */
export function newEvent<Type extends EventType>(
  tx: Pick<Transaction, "tenantId" | "now" | "actor" | "correlationId" | "newId">,
  { type, subject, data, options, cause }: Happening<Type>,
): SupportEvent<Type> {
  return {
    tenantId: tx.tenantId,
    id: options?.id ?? tx.newId(events.idPrefix),
    type,
    at: tx.now,
    actor: tx.actor,
    caseId: subject.caseId ?? null,
    customerId: subject.customerId ?? null,
    data,
    correlationId: tx.correlationId,
    causationId: cause,
  };
}
