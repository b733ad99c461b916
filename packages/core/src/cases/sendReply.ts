import type { Transaction } from "../kernel/index.ts";
import type { CasesDeps, NewMessage } from "./create.ts";
import { changeStatus } from "./lifecycle.ts";
import { latest } from "./moments.ts";
import { queueOutgoing } from "./outgoing.ts";
import { type CaseRow, cases, type MessageRow } from "./schema.ts";

/** Stages a public reply, its effects on the case, and its events. */
export async function sendReply(
  tx: Transaction,
  deps: CasesDeps,
  found: CaseRow,
  content: Omit<NewMessage, "direction">,
  status?: string,
): Promise<MessageRow> {
  const message = await queueOutgoing(tx, deps, found, content);
  const human = content.authorKind === "agent" || content.authorKind === "host";
  const answered = tx.update(cases, found, {
    lastAgentMessageAt: latest(found.lastAgentMessageAt, tx.now),
    ...(human
      ? { firstRepliedAt: found.firstRepliedAt ?? latest(found.openedAt, tx.now), waitingSince: null }
      : {}),
  });
  const subject = { caseId: found.id, customerId: found.customerId };
  tx.emit("case.replied", subject, {
    caseId: found.id,
    messageId: message.id,
    author: content.authorKind,
    human,
  });
  const next = status ?? (human && found.category === "new" ? "open" : found.status);
  changeStatus(tx, deps.settings, answered, next, "agent");
  return message;
}
