import type { Transaction } from "../kernel/index.ts";
import { type Signature, signing } from "../signatures/index.ts";
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
  const isByPerson = values.authorKind === "agent" || values.authorKind === "host";
  const isSigned =
    isByPerson && (values.automatic ?? null) === null && channel?.capabilities.signatures === true;
  const message = insertMessage(tx, found, {
    ...values,
    signature: deliverable && isSigned ? await signatureOf(tx, found, values) : null,
    subject: values.subject ?? (await answerSubject(tx, deps.settings.codes, found)),
    direction: "out",
    to: [...to],
    cc: [...cc],
    deliveryState: deliverable ? "queued" : null,
  });
  if (isByPerson) await admitCopied(tx, deps, found, message);
  if (deliverable) {
    const data = { caseId: found.id, messageId: message.id, channelId: found.channelId };
    tx.emit("message.queued", { caseId: found.id, customerId: found.customerId }, data);
  }
  return message;
}

/** What ends a message that a person wrote: it is kept beside the text, which stays as it was written. */
async function signatureOf(
  tx: Transaction,
  { id: caseId }: CaseRow,
  { authorKind, authorId = null, text }: Omit<NewMessage, "direction">,
): Promise<Signature | null> {
  const agentId = authorKind === "agent" ? authorId : null;
  return tx.use(signing).signing.sign(tx, { caseId, agentId, text });
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
