import {
  type CaseRow,
  type CaseSettings,
  cases,
  findSurvivor,
  type MessageRow,
  messages,
  type Standing,
  standingOf,
} from "../cases/index.ts";
import type { Transaction } from "../kernel/index.ts";
import type { Address, InboundMessage, ThreadHint } from "../ports/index.ts";

/** The author of a message, as the desk knows them and as the message says. */
export interface Sender {
  readonly customerId: string;
  readonly address: Address;
}

/** Where a message belongs: to a case, or to a new one that may be related to another. */
export interface ThreadDecision {
  readonly found: CaseRow | null;
  /** How the sender took part before; null if a signed reference admits them. */
  readonly standing: Standing | null;
  /** A case that the message refers to, without proof that its sender may write there. */
  readonly related: CaseRow | null;
}

/** Maximum references looked up, newest first. */
const referencesRead = 50;

type Signed = Extract<ThreadHint, { by: "signed" }>;

/**
 * Uses the first that applies: a reference signed by this desk; a known id of an earlier message; a tracking code in
 * the subject. Unsigned ones only count for participants of the case: nobody gets into a conversation by guessing a
 * number. Nobody whom the desk removed from a case comes back by any of them.
 *
 * A reference leads to where its message is now, not to where it was when the reference was created: a split moves it,
 * and a merge redirects it.
 */
export async function findCase(
  tx: Transaction,
  settings: CaseSettings,
  message: InboundMessage,
  channelId: string,
  sender: Sender,
): Promise<ThreadDecision> {
  const { customerId, address } = sender;
  const cited = await citedMessages(tx, message, channelId);
  let related: CaseRow | null = null;
  for (const hint of message.threadHints) {
    const found = hint.by === "signed" ? await signedCase(tx, hint, cited) : null;
    if (found === null) continue;
    const standing = await standingOf(tx, found, customerId, address);
    if (standing !== "removed") return { found, standing, related: null };
    related ??= found;
  }
  // Whoever fills in a form can name any sender and any code.
  const isTyped = message.via?.by === "form";
  for (const candidate of await candidates(tx, settings, message, cited)) {
    const survivor = await findSurvivor(tx, candidate);
    if (survivor === null) continue;
    const standing = isTyped ? null : await standingOf(tx, survivor, customerId, address);
    if (standing !== null && standing !== "removed") return { found: survivor, standing, related: null };
    related ??= survivor;
  }
  return { found: null, standing: null, related };
}

/**
 * The case that a signed reference leads to now. A reference to a message leads to that message. A reference to a case
 * leads to that case, unless the newest cited message that was ever in it was split out.
 */
async function signedCase(
  tx: Transaction,
  hint: Signed,
  cited: readonly MessageRow[],
): Promise<CaseRow | null> {
  const signed = await tx.get(cases, hint.caseId);
  const isOf = (message: MessageRow) =>
    message.caseId === hint.caseId || message.movedFrom?.includes(hint.caseId) === true;
  const meant =
    hint.externalId === undefined
      ? cited.find(isOf)
      : cited.find((message) => message.externalId === hint.externalId && isOf(message));
  if (meant !== undefined && meant.caseId !== hint.caseId) {
    const now = await tx.get(cases, meant.caseId);
    const survivor = now === null ? null : await findSurvivor(tx, now);
    if (survivor !== null) return survivor;
  }
  return signed === null ? null : findSurvivor(tx, signed);
}

async function candidates(
  tx: Transaction,
  settings: CaseSettings,
  { subject }: InboundMessage,
  cited: readonly MessageRow[],
): Promise<readonly CaseRow[]> {
  const caseIds = [...new Set(cited.map(({ caseId }) => caseId))];
  const byReference = await Promise.all(caseIds.map((id) => tx.get(cases, id)));
  const codes = subject === null ? [] : settings.codes.find(subject);
  const byCode =
    codes.length === 0 ? [] : await tx.find(cases, { where: { field: "code", in: codes }, limit: 20 });
  const asNamed = [...byCode].sort((left, right) => codes.indexOf(left.code) - codes.indexOf(right.code));
  return [...byReference.filter((one) => one !== null), ...asNamed];
}

/** Known messages that this one cites, newest first. Notes are excluded, as nobody outside has seen them. */
async function citedMessages(
  tx: Transaction,
  { threadHints }: InboundMessage,
  channelId: string,
): Promise<readonly MessageRow[]> {
  const idsBy = (by: ThreadHint["by"]) =>
    threadHints.flatMap((hint) => (hint.by === by && hint.externalId !== undefined ? [hint.externalId] : []));
  const ids = [...new Set([...idsBy("reference"), ...idsBy("signed")])].slice(0, referencesRead);
  if (ids.length === 0) return [];
  const known = await tx.find(messages, {
    where: {
      and: [
        { field: "externalId", in: ids },
        { field: "channelId", is: channelId },
      ],
    },
    limit: 200,
  });
  return known
    .filter(({ direction }) => direction !== "note")
    .sort((left, right) => ids.indexOf(left.externalId ?? "") - ids.indexOf(right.externalId ?? ""));
}
