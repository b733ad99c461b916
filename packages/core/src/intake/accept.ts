import { brandAddresses, brandOfNewCase } from "../brands/index.ts";
import {
  announceOpening,
  type CaseRow,
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
  presentMoment,
  relyOnPart,
  takeCustomerMessage,
} from "../cases/index.ts";
import { asRequester, identify, isLocale } from "../customers/index.ts";
import { takeReceipt } from "../delivery/index.ts";
import type { Transaction } from "../kernel/index.ts";
import type { Channel, InboundEvent, InboundMessage, InboundReceipt, Instant } from "../ports/index.ts";
import { contentIdentity } from "./copies.ts";
import { peopleAfter } from "./people.ts";
import { senderOf } from "./recognise.ts";
import { findCase } from "./threading.ts";

/** One delivery of a provider, being processed. */
export interface Acceptance {
  readonly tx: Transaction;
  readonly deps: CasesDeps;
  readonly channel: Channel;
  readonly inboundId: string;
  readonly receivedAt: Instant;
  /** Customers created for this delivery because the host knew the sender. */
  readonly newIds: ReadonlySet<string>;
}

/** The outcome of a delivery's events. */
export interface Accepted {
  /** The cases that received a message, or already had it. */
  readonly caseIds: readonly string[];
  /** The messages that the delivery repeated, if it contained nothing else. */
  readonly copiesOf: readonly string[];
  /** Why it had no effect, for a person: it is then kept. Null if it had one. */
  readonly problem: string | null;
}

/** Stages the effects of events. A receipt never opens a case; a delivery of which no receipt matched is kept. */
export async function acceptEvents(
  acceptance: Acceptance,
  events: readonly InboundEvent[],
): Promise<Accepted> {
  const accepted: AcceptedMessage[] = [];
  const unmatched: InboundReceipt[] = [];
  for (const event of events) {
    if (event.kind === "message") accepted.push(await acceptMessage(acceptance, event));
    else if (!(await acceptReceipt(acceptance, event))) unmatched.push(event);
  }
  const copies = accepted.flatMap(({ copyOf }) => copyOf ?? []);
  const isLost = unmatched.length > 0 && unmatched.length === events.length;
  return {
    caseIds: accepted.map(({ caseId }) => caseId),
    copiesOf: copies.length === events.length ? copies : [],
    problem: isLost ? problemOf(unmatched) : null,
  };
}

function problemOf(unmatched: readonly InboundReceipt[]): string {
  const told = unmatched.map(({ state, externalId, recipient, detail }) => {
    const whom = recipient === null ? "" : ` for ${recipient.value}`;
    return `${state}${whom}, about ${externalId}${detail === null ? "" : ` (${detail})`}`;
  });
  return `Delivery report about a message that this desk did not send to this recipient: ${told.join("; ")}. Replay it once the message is known.`;
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

/** The outcome of one message. */
interface AcceptedMessage {
  readonly caseId: string;
  /** The message that it is a copy of, if any: then it has no other effect. */
  readonly copyOf: string | null;
}

async function acceptMessage(acceptance: Acceptance, given: InboundMessage): Promise<AcceptedMessage> {
  const { tx, deps, channel } = acceptance;
  const message = await markOwn(tx, given);
  const { contentKey, copyOf } = await contentIdentity(tx, channel, message);
  if (copyOf !== null) return { caseId: copyOf.caseId, copyOf: copyOf.id };
  const { forwardedFrom = null } = message;
  const language = isLocale(message.language ?? "") ? (message.language ?? null) : null;
  const address = senderOf(message);
  const { customer, isNew } = await identify(tx, address, language);
  const sender = { customerId: customer.id, address };
  // A forwarded message is not a reply: what it cites belongs to somebody else's conversation.
  const {
    found: cited,
    standing,
    related,
  } = forwardedFrom === null
    ? await findCase(tx, deps.settings, message, channel.id, sender)
    : { found: null, standing: null, related: null };
  const content = { ...contentOf(acceptance, message, customer.id), contentKey };
  const counts = customerWrote(content);
  const found = cited === null || !counts ? cited : await newestFollowUp(tx, deps, cited, customer.id);
  if (found !== null && standing !== null) await relyOnPart(tx, found, customer.id);
  // In a new case there are no earlier messages.
  const since = found === null ? null : presentMoment(tx, found);
  const arriving = (target: CaseRow, isPresent: boolean) => {
    // Forwarded by an agent, the message has the agent's recipients, not its author's.
    const bringsOthers = isPresent && forwardedFrom === null && message.automatic?.reason !== "bulk";
    // A notice is nobody's message, so it adds nobody.
    return counts ? peopleAfter(tx, deps, target, { message, sender, since, isPresent, bringsOthers }) : null;
  };
  const isHistory = message.history === true;

  if (found !== null && (!counts || !needsFollowUp(tx, deps, found))) {
    const people = await arriving(found, standing !== null);
    const changes = {
      ...people,
      // A message older than its case moves the start of a case that is imported history itself.
      ...(isHistory && found.imported && content.at < found.openedAt ? { openedAt: content.at } : {}),
    };
    const joined = Object.keys(changes).length === 0 ? found : tx.update(cases, found, changes);
    await takeCustomerMessage(tx, deps, joined, content);
    return { caseId: found.id, copyOf: null };
  }

  const subject = subjectOf(message);
  const opened =
    found === null
      ? await insertCase(tx, deps, await tx.reserve("cases"), await asRequester(tx, customer), {
          subject,
          ...(await brandOfNewCase(tx, originOf(channel, message))),
          channelId: channel.id,
          openedBy: "customer",
          ...(language === null ? {} : { language }),
          ...(isHistory ? archived(content.at) : {}),
        })
      : await insertFollowUp(tx, deps, found, {
          subject,
          openedBy: "customer",
          writerId: customer.id,
        });
  const people = await arriving(opened, found === null || standing !== null);
  const peopled = people === null ? opened : tx.update(cases, opened, people);
  // A follow-up continues an existing conversation.
  const replyTo = found === null && forwardedFrom === null ? (message.replyTo ?? null) : content.replyTo;
  const first = insertMessage(tx, peopled, { ...content, replyTo, direction: "in", authorKind: "customer" });
  if (related !== null) {
    await link(tx, {
      fromId: opened.id,
      toId: related.id,
      kind: "related",
      reason: "cited by another sender",
    });
  }
  announceOpening(tx, peopled, first, {
    newCustomer: isNew || acceptance.newIds.has(customer.id),
  });
  return { caseId: opened.id, copyOf: null };
}

/** A channel knows its own addresses; those of brands are known here. What comes from one of them is the desk's own mail. */
async function markOwn(tx: Transaction, message: InboundMessage): Promise<InboundMessage> {
  const { from, automatic, via = null } = message;
  if (automatic !== null || via !== null || !(await brandAddresses(tx, [from])).has(from)) return message;
  return { ...message, automatic: { reason: "own", evidence: `From: ${from.value}` } };
}

function originOf({ id: channelId }: Channel, { to, cc, deliveredTo = [] }: InboundMessage) {
  return { channelId, to: [...to, ...cc], deliveredTo };
}

/** A case from before the channel was connected: nobody waits in it, and a new message to it opens a follow-up. */
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

/** The time of a message in the case: its own if it is history, but never in the future. */
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
    nothingNew: message.nothingNew ?? false,
    from: message.forwardedFrom ?? message.from,
    // Anybody can write under any name, so in an existing conversation replies are only redirected for verified
    // senders.
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

/** The subject, or the first words if there is none. */
function subjectOf({ subject, newText }: InboundMessage): string {
  const line = subject?.trim() || newText.trim().split("\n", 1)[0]?.trim() || "(no subject)";
  return line.length > 500 ? `${line.slice(0, 499)}…` : line;
}
