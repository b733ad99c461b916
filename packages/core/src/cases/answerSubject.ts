import type { Transaction } from "../kernel/index.ts";
import { writtenByCustomer } from "./automatic.ts";
import { type CaseRow, cases, messages } from "./schema.ts";
import type { TrackingCodes } from "./trackingCode.ts";

/** Longer subjects are cut: mail clients show far less. */
const longestSubject = 1_000;

/**
 * The subject of a reply: that of the customer's newest message, so that references of their own system come back to
 * it. Codes of this case, and of those merged into it, are removed from brackets and replaced by this case's code
 * elsewhere: the channel adds the current one.
 */
export async function answerSubject(tx: Transaction, codes: TrackingCodes, found: CaseRow): Promise<string> {
  const [answered] = await tx.find(messages, {
    where: {
      and: [{ field: "caseId", is: found.id }, { field: "subject", isNot: null }, writtenByCustomer],
    },
    orderBy: [{ field: "at", direction: "descending" }],
    limit: 1,
  });
  return ownSubject(tx, codes, found, answered?.subject?.trim() || found.subject);
}

/** A subject for mail about a case, without codes other than those the customer wrote as part of a sentence. */
export async function ownSubject(
  tx: Transaction,
  codes: TrackingCodes,
  found: CaseRow,
  subject: string,
): Promise<string> {
  const line = subject
    .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .trim()
    .slice(0, longestSubject);
  const others = codes.find(line).filter((code) => code !== found.code);
  const known =
    others.length === 0 ? [] : await tx.find(cases, { where: { field: "code", in: others }, limit: 20 });
  // What only looks like a code is another system's number.
  const ours = new Set([found.code, ...known.map(({ code }) => code)]);
  const merged = await Promise.all(known.map((one) => leadsTo(tx, one, found.id)));
  const own = new Set([found.code, ...known.filter((_, at) => merged[at]).map(({ code }) => code)]);
  let isNamed = false;
  const named = codes.replace(line, (code, { isBracketed, written }) => {
    if (!ours.has(code)) return written;
    if (isBracketed) return "";
    if (!own.has(code)) return written;
    const first = !isNamed;
    isNamed = true;
    return first ? found.code : "";
  });
  return named.replace(/\s{2,}/g, " ").trim();
}

async function leadsTo(tx: Transaction, first: CaseRow, caseId: string): Promise<boolean> {
  let current: CaseRow | null = first;
  while (current !== null && current.id !== caseId)
    current = current.mergedIntoId === null ? null : await tx.get(cases, current.mergedIntoId);
  return current !== null;
}
