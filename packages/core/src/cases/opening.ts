import type { Transaction } from "../kernel/index.ts";
import { customerWrote } from "./automatic.ts";
import { type CaseRow, cases, type MessageRow } from "./schema.ts";

/** Announces a new case and its first message. `counts`: whether clocks run if it has no message. */
export function announceOpening(
  tx: Transaction,
  opened: CaseRow,
  first: MessageRow | null,
  { newCustomer, counts = isAsking(first) }: { readonly newCustomer: boolean; readonly counts?: boolean },
): void {
  const subject = { caseId: opened.id, customerId: opened.customerId };
  const { id: caseId, code, openedBy } = opened;
  const messageId = first?.id ?? null;
  const automatic = first?.direction === "in" && first.automatic !== null;
  tx.emit("case.opened", subject, { caseId, code, openedBy, messageId, automatic, counts, newCustomer });
  if (first?.direction === "in") {
    if (counts) tx.update(cases, opened, { lastCustomerMessageAt: first.at, waitingSince: first.at });
    tx.emit("case.customerMessage", subject, { caseId, messageId: first.id, automatic, counts });
  } else if (first !== null) {
    tx.update(cases, opened, { lastAgentMessageAt: first.at });
    const human = first.authorKind === "agent";
    tx.emit("case.replied", subject, { caseId, messageId: first.id, author: first.authorKind, human });
  }
}

/** Whether such a case waits for people: yes, unless it starts with a mere notice. */
function isAsking(first: MessageRow | null): boolean {
  return first?.direction !== "in" || customerWrote(first);
}
