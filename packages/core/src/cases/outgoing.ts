import type { Transaction } from "../kernel/index.ts";
import type { Address } from "../ports/index.ts";
import { type Signature, signing } from "../signatures/index.ts";
import { addresseesOf, type ChosenRecipients } from "./addressees.ts";
import { answerSubject } from "./answerSubject.ts";
import { type CasesDeps, insertMessage, type NewMessage } from "./create.ts";
import { withNamed } from "./inviting.ts";
import { announceArrivals, asColumns, participantsOf } from "./participants.ts";
import { type CaseRow, cases, type MessageRow } from "./schema.ts";

/** A public message, with its recipients where they are not the usual ones. */
export type Outgoing = Omit<NewMessage, "direction" | "to" | "cc" | "bcc"> & ChosenRecipients;

/**
 * Stages a public message to the customer and queues its delivery, if the channel can deliver. It does not say who
 * replied: emitting `case.replied` is up to the caller. Recipients are those that the values name, or the requester
 * with copies to all participants. The subject is that of the message it answers, unless the values have one.
 */
export async function queueOutgoing(
  tx: Transaction,
  deps: CasesDeps,
  found: CaseRow,
  { to: chosen, cc: added, bcc: hidden, replyAll, ...values }: Outgoing,
): Promise<MessageRow> {
  const channel = deps.channels.get(found.channelId);
  const { to, cc, bcc } = await addresseesOf(tx, deps, found, {
    to: chosen,
    cc: added,
    bcc: hidden,
    replyAll,
  });
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
    bcc: bcc.length === 0 ? null : [...bcc],
    deliveryState: deliverable ? "queued" : null,
  });
  if (isByPerson) await admitNamed(tx, deps, found, message, chosen === undefined ? cc : [...to, ...cc]);
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

/**
 * Adds the people that an agent puts in To or Cc: from this message on they take part, even if they were removed before.
 * People in Bcc don't: the others are not supposed to see them.
 */
async function admitNamed(
  tx: Transaction,
  deps: CasesDeps,
  found: CaseRow,
  { at, id }: MessageRow,
  named: readonly Address[],
): Promise<void> {
  const people = participantsOf(found);
  const after = await withNamed(tx, deps, found, { people, named, since: { at, id }, readmits: true });
  if (after === people) return;
  tx.update(cases, found, asColumns(after, found.customerId));
  announceArrivals(tx, found, people, after);
}
