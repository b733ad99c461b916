import type { Transaction } from "../kernel/index.ts";
import { customerWrote } from "./automatic.ts";
import { type CasesDeps, insertMessage, type NewMessage } from "./create.ts";
import { changeStatus } from "./lifecycle.ts";
import { earliest, latest } from "./moments.ts";
import { type CaseRow, cases, type MessageRow } from "./schema.ts";

/** Stages a customer's message in an existing case, and its effects on the case. */
export function takeCustomerMessage(
  tx: Transaction,
  deps: CasesDeps,
  found: CaseRow,
  content: Omit<NewMessage, "direction" | "authorKind">,
): MessageRow {
  const message = insertMessage(tx, found, { ...content, direction: "in", authorKind: "customer" });
  const subject = { caseId: found.id, customerId: message.customerId };
  const counts = customerWrote(message);
  if (counts) {
    const heard = tx.update(cases, found, {
      lastCustomerMessageAt: latest(found.lastCustomerMessageAt, message.at),
      waitingSince: earliest(found.waitingSince, message.at),
    });
    if (found.category !== "new" && found.category !== "open")
      changeStatus(tx, deps.settings, heard, "open", "customer");
  }
  const automatic = message.automatic !== null;
  tx.emit("case.customerMessage", subject, { caseId: found.id, messageId: message.id, automatic, counts });
  return message;
}
