import type { Transaction } from "../kernel/index.ts";
import { addresseesOf } from "./addressees.ts";
import { answerSubject } from "./answerSubject.ts";
import { type CasesDeps, insertMessage, type NewMessage } from "./create.ts";
import { withNamed } from "./inviting.ts";
import { asColumns, participantsOf } from "./participants.ts";
import { type CaseRow, cases, type MessageRow } from "./schema.ts";

/**
 * Stages a public message to the customer and queues its delivery, if the channel can deliver. It does not say who
 * replied: emitting `case.replied` is up to the caller. Recipients are those that the values name, or the requester
 * with copies to all participants. The subject is that of the message it answers, unless the values have one.
 */
export async function queueOutgoing(
  tx: Transaction,
  deps: CasesDeps,
  found: CaseRow,
  values: Omit<NewMessage, "direction">,
): Promise<MessageRow> {
  const channel = deps.channels.get(found.channelId);
  const { to, cc } = await addresseesOf(tx, deps, found, values);
  const deliverable = channel?.capabilities.deliver === true;
  const message = insertMessage(tx, found, {
    ...values,
    subject: values.subject ?? (await answerSubject(tx, deps.settings.codes, found)),
    direction: "out",
    to: [...to],
    cc: [...cc],
    deliveryState: deliverable ? "queued" : null,
  });
  if (values.authorKind === "agent" || values.authorKind === "host")
    await admitCopied(tx, deps, found, message);
  if (deliverable) {
    const data = { caseId: found.id, messageId: message.id, channelId: found.channelId };
    tx.emit("message.queued", { caseId: found.id, customerId: found.customerId }, data);
  }
  return message;
}

/** Adds the people that an agent puts in cc: from this message on they take part, even if they were removed before. */
async function admitCopied(
  tx: Transaction,
  deps: CasesDeps,
  found: CaseRow,
  message: MessageRow,
): Promise<void> {
  const people = participantsOf(found);
  const since = { at: message.at, id: message.id };
  const after = await withNamed(tx, deps, found, { people, named: message.cc, since, readmits: true });
  if (after !== people) tx.update(cases, found, asColumns(after, found.customerId));
}
