import { requireActiveAgent, requireTeam } from "../agents/index.ts";
import { asRequester, requireCustomer } from "../customers/index.ts";
import { type Context, type Transaction, transactOnce } from "../kernel/index.ts";
import { authorizeOwn } from "./access.ts";
import { withAttachments } from "./attachments.ts";
import { authorKindOf } from "./author.ts";
import { customerWrote } from "./automatic.ts";
import { type CasesDeps, insertCase, insertMessage, nextNumber, requireChannel } from "./create.ts";
import { parseFor, seenBy } from "./customerInputs.ts";
import { type OpenInput, openInput } from "./inputs.ts";
import { queueOutgoing } from "./outgoing.ts";
import { type Attachment, type Case, cases, type Message } from "./schema.ts";
import { parseFields } from "./settings.ts";

/**
 * Opens a case. What the customer, the host or the desk opens begins with the customer's message; what an agent or a
 * bot opens begins with a message to the customer.
 *
 * @throws SupportError NOT_FOUND, UNKNOWN_CHANNEL, FORBIDDEN, INVALID_INPUT
 */
export async function openCase(context: Context, deps: CasesDeps, input: OpenInput): Promise<Case> {
  const {
    idempotencyKey: key,
    message,
    fields,
    ...values
  } = parseFor(context, openInput, input, "cases.open");
  await authorizeOwn(context, "cases.write", values.customerId);
  const channelId = requireChannel(deps, values.channelId);
  const checked = parseFields(deps.settings, fields);
  const number = await nextNumber(context);
  const once = { command: "cases.open", key, input, table: cases };

  const made = await withAttachments(context, deps.settings, {
    files: message?.attachments ?? [],
    admit: (tx) => requireCustomer(tx, values.customerId),
    isOwn: (result: Case) => result.number === number,
    run: (attach) =>
      transactOnce(context, once, async (tx) => {
        const customer = await asRequester(tx, await requireCustomer(tx, values.customerId));
        if (values.assigneeId !== null) await requireActiveAgent(tx, values.assigneeId);
        if (values.teamId !== null) await requireTeam(tx, values.teamId);
        const { openedAt = tx.now, language, ...rest } = values;
        const opened = insertCase(tx, deps, number, customer, {
          ...rest,
          channelId,
          fields: checked,
          language: language ?? customer.locale,
          openedAt,
          openedBy: authorKindOf(tx.actor),
        });
        const first =
          message === undefined
            ? null
            : await firstMessage(tx, deps, opened, { ...message, attachments: attach(tx) });
        announceOpening(tx, opened, first, { newCustomer: false });
        return (await tx.get(cases, opened.id)) ?? opened;
      }),
  });
  return seenBy(context, made);
}

async function firstMessage(
  tx: Transaction,
  deps: CasesDeps,
  opened: Case,
  content: {
    readonly text: string;
    readonly html: string | null;
    readonly attachments: readonly Attachment[];
  },
): Promise<Message> {
  const { kind: authorKind, id: authorId } = tx.actor;
  if (authorKind !== "agent" && authorKind !== "bot") {
    return insertMessage(tx, opened, {
      ...content,
      direction: "in",
      authorKind: "customer",
      authorId: opened.customerId,
    });
  }
  return queueOutgoing(tx, deps, opened, { ...content, authorKind, authorId });
}

/** Tells the rooms of a new case and of the message it begins with. `counts`: whether clocks run, if not by that message. */
export function announceOpening(
  tx: Transaction,
  opened: Case,
  first: Message | null,
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

/** Whether a case that begins so waits for people: but for a mere notice, it does. */
function isAsking(first: Message | null): boolean {
  return first?.direction !== "in" || customerWrote(first);
}
