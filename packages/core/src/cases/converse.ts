import { SupportError } from "../errors/index.ts";
import { authorize, type Context, parseInput, type Transaction, transactOnce } from "../kernel/index.ts";
import { refuseStrangers, relyOnPart, requireParticipant } from "./access.ts";
import { namesOneOf, withAttachments } from "./attachments.ts";
import { authorOf } from "./author.ts";
import { customerWrote } from "./automatic.ts";
import { type CasesDeps, insertMessage, type NewMessage, numbersOf } from "./create.ts";
import { messageSeenBy, parseFor } from "./customerInputs.ts";
import { needsFollowUp, newestFollowUp } from "./followUps.ts";
import {
  type CustomerMessageInput,
  customerMessageInput,
  type NoteInput,
  noteInput,
  type ReplyInput,
  replyInput,
} from "./inputs.ts";
import { insertFollowUp } from "./join.ts";
import { changeStatus, refuseMerged, requireCase } from "./lifecycle.ts";
import { earliest, latest } from "./moments.ts";
import { announceOpening } from "./open.ts";
import { queueOutgoing } from "./outgoing.ts";
import { type Case, cases, type Message, messages } from "./schema.ts";
import { hasNewerThan } from "./turns.ts";

/**
 * Answers the customer: message, clocks, events and the delivery are one commit.
 *
 * @throws SupportError NEWER_CUSTOMER_MESSAGE when the customer wrote after `seenMessageId`: show it and ask.
 */
export async function reply(context: Context, deps: CasesDeps, input: ReplyInput): Promise<Message> {
  const values = parseInput(replyInput, input, "cases.reply");
  await authorize(context, "cases.reply");
  const once = {
    command: "cases.reply",
    key: values.idempotencyKey,
    input,
    table: messages,
  };
  return withAttachments(context, deps.settings, {
    files: values.attachments,
    admit: (tx) => requireCase(tx, values.caseId),
    isOwn: ({ attachments }: Message, keys) => namesOneOf(attachments, keys),
    run: (attach) =>
      transactOnce(context, once, async (tx) => {
        const found = await requireCase(tx, values.caseId);
        refuseMerged(found);
        if (tx.actor.kind === "bot") await refuseStrangers(context, tx, found, values.cc);
        if (values.seenMessageId !== undefined) await refuseUnseen(tx, found, values.seenMessageId);
        const { text, html, cc, status } = values;
        return sendReply(
          tx,
          deps,
          found,
          { text, html, cc, attachments: attach(tx), ...authorOf(tx) },
          status,
        );
      }),
  });
}

/** Stages a public answer, what it does to the case, and its events. */
export async function sendReply(
  tx: Transaction,
  deps: CasesDeps,
  found: Case,
  content: Omit<NewMessage, "direction">,
  status?: string,
): Promise<Message> {
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

/** Writes a note that never leaves the desk. */
export async function note(context: Context, deps: CasesDeps, input: NoteInput): Promise<Message> {
  const values = parseInput(noteInput, input, "cases.note");
  await authorize(context, "notes.write");
  const once = {
    command: "cases.note",
    key: values.idempotencyKey,
    input,
    table: messages,
  };
  return withAttachments(context, deps.settings, {
    files: values.attachments,
    admit: (tx) => requireCase(tx, values.caseId),
    isOwn: ({ attachments }: Message, keys) => namesOneOf(attachments, keys),
    run: (attach) =>
      transactOnce(context, once, async (tx) => {
        const found = await requireCase(tx, values.caseId);
        refuseMerged(found);
        const { text, html } = values;
        const message = insertMessage(tx, found, {
          text,
          html,
          attachments: attach(tx),
          ...authorOf(tx),
          direction: "note",
        });
        tx.emit(
          "case.noted",
          { caseId: found.id, customerId: found.customerId },
          { caseId: found.id, messageId: message.id },
        );
        return message;
      }),
  });
}

/**
 * What a customer says in a case by the host's own pages. It does what the same by mail would: reopens a solved case,
 * and goes on in a linked follow-up where replies open one. The message that is returned names its case.
 */
export async function addCustomerMessage(
  context: Context,
  deps: CasesDeps,
  input: CustomerMessageInput,
): Promise<Message> {
  const values = parseFor(context, customerMessageInput, input, "cases.addCustomerMessage");
  if (context.actor.kind !== "customer") await authorize(context, "cases.write");
  const numbers = numbersOf(context);
  const admit = async (tx: Transaction) =>
    requireParticipant(tx, await requireCase(tx, values.caseId), values.caseId);
  const once = {
    command: "cases.addCustomerMessage",
    key: values.idempotencyKey,
    input,
    table: messages,
    admit,
  };
  const said = await withAttachments(context, deps.settings, {
    files: values.attachments,
    admit,
    isOwn: ({ attachments }: Message, keys) => namesOneOf(attachments, keys),
    run: (attach) =>
      transactOnce(context, once, async (tx) => {
        const found = await requireCase(tx, values.caseId);
        refuseMerged(found);
        const authorId = context.actor.kind === "customer" ? context.actor.id : found.customerId;
        const { text, html } = values;
        const current = await newestFollowUp(tx, deps, found, authorId);
        const content = { text, html, attachments: attach(tx), authorId, customerId: authorId };
        if (!needsFollowUp(tx, deps, current)) {
          await relyOnPart(tx, current, authorId);
          return takeCustomerMessage(tx, deps, current, content);
        }
        const { subject } = current;
        const opened = await insertFollowUp(tx, deps, await numbers()(), current, {
          subject,
          openedBy: "customer",
          writerId: authorId,
        });
        const first = insertMessage(tx, opened, { ...content, direction: "in", authorKind: "customer" });
        announceOpening(tx, opened, first, { newCustomer: false });
        return first;
      }),
  });
  return messageSeenBy(context, said);
}

/** Stages a customer's message in a case that is there, and what it does to the case. */
export function takeCustomerMessage(
  tx: Transaction,
  deps: CasesDeps,
  found: Case,
  content: Omit<NewMessage, "direction" | "authorKind">,
): Message {
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

/** @throws SupportError NEWER_CUSTOMER_MESSAGE when the customer wrote after the message that was seen. */
export async function refuseUnseen(tx: Transaction, found: Case, seenMessageId: string): Promise<void> {
  const seen = await tx.get(messages, seenMessageId);
  if (seen === null || seen.caseId !== found.id) {
    throw new SupportError("NOT_FOUND", `There is no message ${seenMessageId} in ${found.code}.`);
  }
  if (!(await hasNewerThan(tx, seen))) return;
  throw new SupportError(
    "NEWER_CUSTOMER_MESSAGE",
    `The customer wrote again in ${found.code} after the message you answer. Read it, then reply with it as seenMessageId.`,
    { details: { caseId: found.id, lastCustomerMessageAt: found.lastCustomerMessageAt } },
  );
}
