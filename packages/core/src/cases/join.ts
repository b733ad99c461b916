import { activeOrNobody } from "../agents/index.ts";
import { asRequester, personIds, requireCustomer } from "../customers/index.ts";
import { SupportError } from "../errors/index.ts";
import { authorize, type Context, parseInput, type Transaction, transact } from "../kernel/index.ts";
import { requireParticipant } from "./access.ts";
import { authorKindOf } from "./author.ts";
import { customerWrote } from "./automatic.ts";
import { type CasesDeps, insertCase, nextNumber } from "./create.ts";
import { parseFor, seenBy } from "./customerInputs.ts";
import {
  type FollowUpInput,
  followUpInput,
  type LinkInput,
  linkInput,
  type SplitInput,
  splitInput,
} from "./inputs.ts";
import { refuseMerged, requireCase, survivingCase } from "./lifecycle.ts";
import { messagesOf } from "./messagesOf.ts";
import { latest } from "./moments.ts";
import { announceOpening } from "./open.ts";
import { asColumns, participantsOf, peopleOfSplit } from "./participants.ts";
import { type Case, type CaseLink, caseLinks, cases, type Message, messages } from "./schema.ts";

/** Moves messages out into a case of their own. @throws SupportError INVALID_INPUT unless some message stays. */
export async function splitCase(context: Context, deps: CasesDeps, input: SplitInput): Promise<Case> {
  const { caseId, messageIds, subject } = parseInput(splitInput, input, "cases.split");
  await authorize(context, "cases.write");
  const number = await nextNumber(context);
  return transact(context, async (tx) => {
    const from = await requireCase(tx, caseId);
    refuseMerged(from);
    return splitOut(tx, deps, number, from, { messageIds, subject });
  });
}

/** Stages the split of messages into a case of their own, that of the customer who wrote the first of them. */
export async function splitOut(
  tx: Transaction,
  deps: CasesDeps,
  number: number,
  from: Case,
  { messageIds, subject }: { readonly messageIds: readonly string[]; readonly subject?: string | undefined },
): Promise<Case> {
  const { moved, kept } = await movedMessages(tx, from, messageIds);
  const customer = await requireCustomer(
    tx,
    moved.find(({ direction }) => direction === "in")?.customerId ?? from.customerId,
  );
  const { channelId, channelKind, priority, kind, stage, tags, teamId, language } = from;
  const opened = insertCase(tx, deps, number, await asRequester(tx, customer), {
    ...asColumns(peopleOfSplit(from, moved, customer.id), customer.id),
    channelId,
    channelKind,
    priority,
    kind,
    stage,
    tags,
    teamId,
    language,
    subject: subject ?? moved[0]?.subject ?? from.subject,
    openedBy: "customer",
  });
  for (const message of moved)
    tx.update(messages, message, { caseId: opened.id, movedFrom: [...(message.movedFrom ?? []), from.id] });
  // The case that loses messages is written in any case: what is decided about it meanwhile is decided anew.
  tx.update(cases, from, { ...lastWords(kept), waitingSince: stillWaiting(from, moved, kept) });
  await link(tx, { fromId: opened.id, toId: from.id, kind: "split", reason: null });
  const subjectOf = { caseId: from.id, customerId: from.customerId };
  tx.emit("case.split", subjectOf, {
    caseId: from.id,
    newCaseId: opened.id,
    messageIds: moved.map(({ id }) => id),
  });
  const asked = moved.findLast((message) => message.direction === "in" && customerWrote(message)) ?? null;
  announceOpening(tx, opened, asked, { newCustomer: false, counts: asked !== null });
  return tx.update(cases, opened, { ...lastWords(moved), waitingSince: unanswered(moved)[0]?.at ?? null });
}

const isAsked = (message: Message) => message.direction === "in" && customerWrote(message);
const isAnswer = ({ direction, authorKind }: Message) =>
  direction === "out" && (authorKind === "agent" || authorKind === "host");

/** When customers and the desk last wrote. */
function lastWords(all: readonly Message[]): Pick<Case, "lastCustomerMessageAt" | "lastAgentMessageAt"> {
  return {
    lastCustomerMessageAt: newestOf(all.filter(isAsked)),
    lastAgentMessageAt: newestOf(all.filter(({ direction }) => direction === "out")),
  };
}

function newestOf(some: readonly Message[]): Message["at"] | null {
  return some.reduce<Message["at"] | null>((newest, { at }) => latest(newest, at), null);
}

/** Customers' messages after the last answer. */
function unanswered(all: readonly Message[]): readonly Message[] {
  return all.slice(all.findLastIndex(isAnswer) + 1).filter(isAsked);
}

/** Since when somebody waits in a case that lost messages: as before, unless that was one of them. */
function stillWaiting(from: Case, moved: readonly Message[], kept: readonly Message[]): Case["waitingSince"] {
  const { waitingSince } = from;
  if (waitingSince === null || !moved.some(({ at }) => at === waitingSince)) return waitingSince;
  return unanswered(kept).find(({ at }) => at >= waitingSince)?.at ?? null;
}

async function movedMessages(
  tx: Transaction,
  from: Case,
  messageIds: readonly string[],
): Promise<{ readonly moved: readonly Message[]; readonly kept: readonly Message[] }> {
  const all = await messagesOf(tx, from);
  const moved = all.filter(({ id }) => messageIds.includes(id));
  const missing = messageIds.filter((id) => !moved.some((message) => message.id === id));
  if (missing.length > 0) throw new SupportError("NOT_FOUND", `Not in ${from.code}: ${missing.join(", ")}.`);
  if (moved.length < all.length) return { moved, kept: all.filter((message) => !moved.includes(message)) };
  throw new SupportError("INVALID_INPUT", `A split leaves at least one message in ${from.code}. Move fewer.`);
}

/** Opens a case that continues another. Customers may do so with those that they take part in. */
export async function followUp(context: Context, deps: CasesDeps, input: FollowUpInput): Promise<Case> {
  const { caseId, subject } = parseFor(context, followUpInput, input, "cases.followUp");
  if (context.actor.kind !== "customer") await authorize(context, "cases.write");
  const number = await nextNumber(context);
  const made = await transact(context, async (tx) => {
    const before = await survivingCase(tx, await requireCase(tx, caseId));
    await requireParticipant(tx, before, caseId);
    const opened = await insertFollowUp(tx, deps, number, before, {
      openedBy: authorKindOf(tx.actor),
      writerId: tx.actor.kind === "customer" ? tx.actor.id : null,
      subject: subject ?? before.subject,
    });
    announceOpening(tx, opened, null, { newCustomer: false });
    return opened;
  });
  return seenBy(context, made);
}

/**
 * Stages a case that continues another; its opening is announced by the caller. It is of the requester of that one, or of
 * `writerId` where both are merged.
 */
export async function insertFollowUp(
  tx: Transaction,
  deps: CasesDeps,
  number: number,
  before: Case,
  { writerId = null, ...values }: Pick<Case, "openedBy" | "subject"> & { readonly writerId?: string | null },
): Promise<Case> {
  const { channelId, channelKind, priority, kind, stage, tags, teamId, assigneeId, language, fields } =
    before;
  // Everything in the new case is said after they joined.
  const people = participantsOf(before).map((one) => ({ ...one, since: null }));
  const isSamePerson = writerId !== null && (await personIds(tx, before.customerId)).includes(writerId);
  const customer = await requireCustomer(tx, isSamePerson ? writerId : before.customerId);
  const opened = insertCase(tx, deps, number, await asRequester(tx, customer), {
    ...(people.length === 0 ? {} : asColumns(people, customer.id)),
    channelId,
    channelKind,
    priority,
    kind,
    stage,
    tags,
    teamId,
    assigneeId: await activeOrNobody(tx, assigneeId),
    language,
    fields,
    ...values,
  });
  await link(tx, { fromId: opened.id, toId: before.id, kind: "follow_up", reason: null });
  return opened;
}

/** Says that two cases have to do with each other. Saying it twice is no error. */
export async function linkCases(context: Context, input: LinkInput): Promise<CaseLink> {
  const values = parseInput(linkInput, input, "cases.link");
  await authorize(context, "cases.write");
  return transact(context, async (tx) => {
    await requireCase(tx, values.fromId);
    await requireCase(tx, values.toId);
    return link(tx, values);
  });
}

/** Stages a link, or returns the one that is there. */
export async function link(
  tx: Transaction,
  values: Pick<CaseLink, "fromId" | "toId" | "kind" | "reason">,
): Promise<CaseLink> {
  const { fromId, toId, kind } = values;
  const known = await tx.findOne(caseLinks, {
    and: [
      { field: "fromId", is: fromId },
      { field: "toId", is: toId },
      { field: "kind", is: kind },
    ],
  });
  if (known !== null) return known;
  tx.emit("case.linked", { caseId: fromId }, { fromId, toId, kind });
  return tx.insert(caseLinks, values);
}
