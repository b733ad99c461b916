import { asRequester, requireCustomer } from "../customers/index.ts";
import { SupportError } from "../errors/index.ts";
import type { Transaction } from "../kernel/index.ts";
import { customerWrote } from "./automatic.ts";
import { type CasesDeps, insertCase } from "./create.ts";
import { presentFollowers } from "./followers.ts";
import { link } from "./link.ts";
import { messagesOf } from "./messagesOf.ts";
import { latest } from "./moments.ts";
import { announceOpening } from "./opening.ts";
import { asColumns, peopleOfSplit } from "./participants.ts";
import { type CaseRow, cases, type MessageRow, messages } from "./schema.ts";

/** Stages the split of messages into a new case, whose requester is the customer who wrote the first of them. */
export async function splitOut(
  tx: Transaction,
  deps: CasesDeps,
  from: CaseRow,
  { messageIds, subject }: { readonly messageIds: readonly string[]; readonly subject?: string | undefined },
): Promise<CaseRow> {
  const { moved, kept } = await movedMessages(tx, from, messageIds);
  const customer = await requireCustomer(
    tx,
    moved.find(({ direction }) => direction === "in")?.customerId ?? from.customerId,
  );
  const { brandId, brand, channelId, channelKind, priority, kind, stage, tags, teamId, language } = from;
  const opened = await insertCase(tx, deps, await tx.reserve("cases"), await asRequester(tx, customer), {
    ...asColumns(peopleOfSplit(from, moved, customer.id), customer.id),
    brandId,
    brand,
    channelId,
    channelKind,
    priority,
    kind,
    stage,
    tags,
    teamId,
    language,
    followerIds: [...(await presentFollowers(tx, from))],
    subject: subject ?? moved[0]?.subject ?? from.subject,
    openedBy: "customer",
  });
  for (const message of moved)
    tx.update(messages, message, { caseId: opened.id, movedFrom: [...(message.movedFrom ?? []), from.id] });
  // Always writes the case that loses messages, so that concurrent decisions about it are made again.
  tx.update(cases, from, { ...lastWords(kept), waitingSince: stillWaiting(from, moved, kept) });
  await link(tx, { fromId: opened.id, toId: from.id, kind: "split" });
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

const isAsked = (message: MessageRow) => message.direction === "in" && customerWrote(message);
const isAnswer = ({ direction, authorKind }: MessageRow) =>
  direction === "out" && (authorKind === "agent" || authorKind === "host");

/** When customers and the desk last wrote. */
function lastWords(
  all: readonly MessageRow[],
): Pick<CaseRow, "lastCustomerMessageAt" | "lastAgentMessageAt"> {
  return {
    lastCustomerMessageAt: newestOf(all.filter(isAsked)),
    lastAgentMessageAt: newestOf(all.filter(({ direction }) => direction === "out")),
  };
}

function newestOf(some: readonly MessageRow[]): MessageRow["at"] | null {
  return some.reduce<MessageRow["at"] | null>((newest, { at }) => latest(newest, at), null);
}

/** Customer messages after the last reply. */
function unanswered(all: readonly MessageRow[]): readonly MessageRow[] {
  return all.slice(all.findLastIndex(isAnswer) + 1).filter(isAsked);
}

/** Since when somebody is waiting in a case that lost messages: unchanged, unless one of those was the reason. */
function stillWaiting(
  from: CaseRow,
  moved: readonly MessageRow[],
  kept: readonly MessageRow[],
): CaseRow["waitingSince"] {
  const { waitingSince } = from;
  if (waitingSince === null || !moved.some(({ at }) => at === waitingSince)) return waitingSince;
  return unanswered(kept).find(({ at }) => at >= waitingSince)?.at ?? null;
}

async function movedMessages(
  tx: Transaction,
  from: CaseRow,
  messageIds: readonly string[],
): Promise<{ readonly moved: readonly MessageRow[]; readonly kept: readonly MessageRow[] }> {
  const all = await messagesOf(tx, from);
  // To whoever can't read notes, they aren't there.
  const seesNotes = await tx.reaches("notes.read", "case", from.id);
  const moved = all.filter(
    ({ id, direction }) => messageIds.includes(id) && (direction !== "note" || seesNotes),
  );
  const missing = messageIds.filter((id) => !moved.some((message) => message.id === id));
  if (missing.length > 0) throw new SupportError("NOT_FOUND", `Not in ${from.code}: ${missing.join(", ")}.`);
  if (moved.length < all.length) return { moved, kept: all.filter((message) => !moved.includes(message)) };
  throw new SupportError("INVALID_INPUT", `At least one message must stay in ${from.code}. Move fewer.`);
}
