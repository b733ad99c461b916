import {
  announceOpening,
  type Case,
  type CasesDeps,
  cases,
  customerWrote,
  historyMark,
  insertCase,
  insertFollowUp,
  insertMessage,
  link,
  needsFollowUp,
  newestFollowUp,
  relyOnPart,
  takeCustomerMessage,
  takesPart,
} from "../cases/index.ts";
import { asRequester, identify, isLocale } from "../customers/index.ts";
import { takeReceipt } from "../delivery/index.ts";
import type { Transaction } from "../kernel/index.ts";
import type { Channel, InboundEvent, InboundMessage, InboundReceipt, Instant } from "../ports/index.ts";
import { findCase } from "./threading.ts";

/** One delivery of a provider, being taken in. */
export interface Acceptance {
  readonly tx: Transaction;
  readonly deps: CasesDeps;
  readonly channel: Channel;
  readonly inboundId: string;
  readonly receivedAt: Instant;
  /** The number of the next new case. */
  readonly takeNumber: () => Promise<number>;
}

/** What became of the events of a delivery. */
export interface Accepted {
  /** The cases that got a message. */
  readonly caseIds: readonly string[];
  /** Why nothing came of it, for a person: it is to be kept then. Null where something did. */
  readonly problem: string | null;
}

/** Stages what events mean. A receipt never opens a case; a delivery of which no receipt matched is to be kept. */
export async function acceptEvents(
  acceptance: Acceptance,
  events: readonly InboundEvent[],
): Promise<Accepted> {
  const caseIds: string[] = [];
  const unmatched: InboundReceipt[] = [];
  for (const event of events) {
    if (event.kind === "message") caseIds.push(await acceptMessage(acceptance, event));
    else if (!(await acceptReceipt(acceptance, event))) unmatched.push(event);
  }
  const isLost = unmatched.length > 0 && unmatched.length === events.length;
  return { caseIds, problem: isLost ? problemOf(unmatched) : null };
}

function problemOf(unmatched: readonly InboundReceipt[]): string {
  const told = unmatched.map(({ state, externalId, recipient, detail }) => {
    const whom = recipient === null ? "" : ` for ${recipient.value}`;
    return `${state}${whom}, about ${externalId}${detail === null ? "" : ` (${detail})`}`;
  });
  return `News about no message that this desk sent to them: ${told.join("; ")}. Replay it once the message is known.`;
}

async function acceptReceipt(
  { tx, channel, inboundId }: Acceptance,
  event: InboundReceipt,
): Promise<boolean> {
  const message = await takeReceipt(tx, channel.id, event);
  if (message !== null) return true;
  tx.emit("inbound.unmatchedReceipt", {}, { inboundId, channelId: channel.id, state: event.state });
  return false;
}

async function acceptMessage(acceptance: Acceptance, message: InboundMessage): Promise<string> {
  const { tx, deps, channel } = acceptance;
  const { forwardedFrom = null } = message;
  const language = isLocale(message.language ?? "") ? (message.language ?? null) : null;
  const sender = await identify(tx, forwardedFrom ?? message.from, language);
  const customerId = sender.customer.id;
  // A forwarded message is not a reply: what it cites belongs to somebody else's conversation.
  const { found: cited, related } =
    forwardedFrom === null
      ? await findCase(tx, deps.settings, message, channel.id, customerId)
      : { found: null, related: null };
  const content = contentOf(acceptance, message, customerId);
  const counts = customerWrote(content);
  const found = cited === null || !counts ? cited : await newestFollowUp(tx, deps, cited, customerId);
  const isHistory = message.history === true;

  const participantIds = found === null ? [] : await withSender(tx, found, customerId);
  if (found !== null && (!counts || !needsFollowUp(tx, deps, found))) {
    const changes = {
      ...(participantIds === found.participantIds ? {} : { participantIds }),
      // What is older than the case it belongs to moves the beginning of a case that is history itself.
      ...(isHistory && found.imported && content.at < found.openedAt ? { openedAt: content.at } : {}),
    };
    const joined = Object.keys(changes).length === 0 ? found : tx.update(cases, found, changes);
    takeCustomerMessage(tx, deps, joined, content);
    return found.id;
  }

  const number = await acceptance.takeNumber();
  const subject = subjectOf(message);
  const opened =
    found === null
      ? insertCase(tx, deps, number, await asRequester(tx, sender.customer), {
          subject,
          channelId: channel.id,
          openedBy: "customer",
          ...(language === null ? {} : { language }),
          ...(isHistory ? archived(content.at) : {}),
        })
      : await insertFollowUp(tx, deps, number, found, {
          subject,
          participantIds,
          openedBy: "customer",
          writerId: customerId,
        });
  // A follow-up goes on with a conversation that is under way.
  const isNew = found === null && forwardedFrom === null;
  const replyTo = isNew ? (message.replyTo ?? null) : content.replyTo;
  const first = insertMessage(tx, opened, { ...content, replyTo, direction: "in", authorKind: "customer" });
  if (related !== null) {
    await link(tx, {
      fromId: opened.id,
      toId: related.id,
      kind: "related",
      reason: "cites it, from another sender",
    });
  }
  announceOpening(tx, opened, first, { newCustomer: sender.isNew });
  return opened.id;
}

/** A case from before the channel was connected: it waits for nobody, and a new message to it opens a follow-up. */
function archived(at: Instant) {
  return {
    imported: true,
    openedAt: at,
    status: "closed",
    category: "closed",
    solvedAt: at,
    closedAt: at,
  } as const;
}

/** The time that a message is filed under: its own where it is history, but never one to come. */
function timeOf({ history: isHistory, sentAt, arrivedAt }: InboundMessage, now: Instant): Instant {
  return isHistory === true ? Math.min(sentAt ?? arrivedAt ?? now, now) : now;
}

function contentOf(
  { tx, channel, inboundId, receivedAt }: Acceptance,
  message: InboundMessage,
  customerId: string,
) {
  return {
    customerId,
    authorId: customerId,
    channelId: channel.id,
    at: timeOf(message, tx.now),
    sentAt: message.sentAt,
    arrivedAt: message.arrivedAt ?? receivedAt,
    subject: message.subject,
    text: message.text,
    html: message.html,
    newText: message.newText,
    from: message.forwardedFrom ?? message.from,
    // Anybody can write under a name: in a conversation that is under way answers are led elsewhere on proof only.
    replyTo: message.proof === "provider" ? (message.replyTo ?? null) : null,
    via: message.forwardedFrom === undefined || message.forwardedFrom === null ? (message.via ?? null) : null,
    to: [...message.to],
    cc: [...message.cc],
    attachments: message.attachments.map(({ reference, ...described }) => ({
      ...described,
      source: { from: "inbound" as const, inboundId, reference },
    })),
    externalId: message.externalId,
    automatic: message.history === true ? historyMark : (message.automatic?.reason ?? null),
    inboundId,
  };
}

/** Those who take part in a case, the sender of a message for it included. */
export async function withSender(tx: Transaction, found: Case, customerId: string): Promise<string[]> {
  if (await takesPart(tx, found, customerId)) {
    await relyOnPart(tx, found, customerId);
    return found.participantIds;
  }
  return [...found.participantIds, customerId];
}

/** The subject, or the first words where there is none. */
function subjectOf({ subject, newText }: InboundMessage): string {
  const line = subject?.trim() || newText.trim().split("\n", 1)[0]?.trim() || "(no subject)";
  return line.length > 500 ? `${line.slice(0, 499)}…` : line;
}
