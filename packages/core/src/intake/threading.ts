import { type Case, type CaseSettings, cases, messages, survivingCase, takesPart } from "../cases/index.ts";
import type { Transaction } from "../kernel/index.ts";
import type { InboundMessage } from "../ports/index.ts";

/** Where a message belongs: to a case, or to a new one that may have to do with another. */
export interface ThreadDecision {
  readonly found: Case | null;
  /** A case that the message points to without proof that its sender may write there. */
  readonly related: Case | null;
}

/** References looked up at the most; the newest come first. */
const referencesRead = 50;

/**
 * Decides by the first that holds: a reference that this desk signed; a known id of an earlier message; a tracking
 * code in the subject. The unsigned ones count only for those who take part in the case: nobody gets into a
 * conversation by guessing a number.
 */
export async function findCase(
  tx: Transaction,
  settings: CaseSettings,
  message: InboundMessage,
  channelId: string,
  senderId: string,
): Promise<ThreadDecision> {
  for (const hint of message.threadHints) {
    const signed = hint.by === "signed" ? await tx.get(cases, hint.caseId) : null;
    if (signed !== null) return { found: await survivingCase(tx, signed), related: null };
  }
  let related: Case | null = null;
  for (const candidate of await candidates(tx, settings, message, channelId)) {
    const survivor = await survivingCase(tx, candidate);
    // Whoever fills in a form names any sender and any code.
    const isTyped = message.via?.by === "form";
    if (!isTyped && ((await takesPart(tx, survivor, senderId)) || (await takesPart(tx, candidate, senderId))))
      return { found: survivor, related: null };
    related ??= survivor;
  }
  return { found: null, related };
}

async function candidates(
  tx: Transaction,
  settings: CaseSettings,
  message: InboundMessage,
  channelId: string,
): Promise<readonly Case[]> {
  const byReference = await referenced(tx, message, channelId);
  const codes = message.subject === null ? [] : settings.codes.find(message.subject);
  const byCode =
    codes.length === 0 ? [] : await tx.find(cases, { where: { field: "code", in: codes }, limit: 20 });
  const asNamed = [...byCode].sort((left, right) => codes.indexOf(left.code) - codes.indexOf(right.code));
  return [...byReference, ...asNamed];
}

async function referenced(
  tx: Transaction,
  message: InboundMessage,
  channelId: string,
): Promise<readonly Case[]> {
  const ids = message.threadHints
    .flatMap((hint) => (hint.by === "reference" ? [hint.externalId] : []))
    .slice(0, referencesRead);
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
  const newestFirst = [...known].sort(
    (left, right) => ids.indexOf(left.externalId ?? "") - ids.indexOf(right.externalId ?? ""),
  );
  const caseIds = [
    ...new Set(newestFirst.filter(({ direction }) => direction !== "note").map(({ caseId }) => caseId)),
  ];
  const found = await Promise.all(caseIds.map((id) => tx.get(cases, id)));
  return found.flatMap((one) => (one === null ? [] : [one]));
}
