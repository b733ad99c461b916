import type { DeliveryReason } from "@heedkit/core";
import { comparable, hasPhrase } from "../phrases/hasPhrase.ts";
import { accountPhrases } from "./accountPhrases.ts";
import type { BounceCause } from "./bounceCause.ts";
import { causeOfStatus } from "./causeOfStatus.ts";
import { contentPhrases } from "./contentPhrases.ts";
import { domainPhrases } from "./domainPhrases.ts";
import { hostPhrases } from "./hostPhrases.ts";
import { localPhrases } from "./localPhrases.ts";
import { recipientPhrases } from "./recipientPhrases.ts";
import { senderPhrases } from "./senderPhrases.ts";
import { systemPhrases } from "./systemPhrases.ts";

/** SMTP command whose answer the failure was, where that is told. */
export type FailedCommand = "connect" | "mail" | "rcpt" | "data";

/** What a report says of one failure. */
export interface FailureClues {
  /** Enhanced status code, or null. */
  readonly status: string | null;
  /** The server's words. */
  readonly diagnostic: string;
  /** What the notice says of this recipient beside them. */
  readonly notice: string;
}

export const longestDiagnostic = 4000;

/** First match wins: the words nearest to the cause stand before the general ones. */
const tables = [
  ...accountPhrases,
  ...contentPhrases,
  ...senderPhrases,
  ...hostPhrases,
  ...domainPhrases,
  ...recipientPhrases,
  ...systemPhrases,
  ...localPhrases,
];

/** The cause of a failure, or null where nothing tells. Words count before the code, which many servers choose badly. */
export function causeOf(clues: FailureClues): BounceCause | null {
  const diagnostic = comparable(clues.diagnostic, longestDiagnostic);
  const notice = comparable(clues.notice, longestDiagnostic);
  const cause = causeIn(diagnostic) ?? causeOfStatus(clues.status) ?? causeIn(notice);
  const command = commandIn(diagnostic) ?? commandIn(notice);
  const isCarrier = carriers.some((host) => notice.includes(host) || diagnostic.includes(host));
  if (isCarrier && command !== "rcpt" && cause === "user-unknown") return "filtered";
  return inTheLightOf(clues.status, inAnswerTo(command, cause, diagnostic));
}

/** Servers of KDDI and NTT docomo, which call users unknown whose filters refused the mail. */
const carriers = ["lsean.ezweb.ne.jp", "mfsmax.docomo.ne.jp"];

/**
 * RFC 3463: a domain that is not found for now is out of reach (class 4), a mailbox with another trouble exists
 * (s.3.3), and X.1.7 and X.1.8 are about the sender's address, whatever the words (s.3.2).
 */
function inTheLightOf(status: string | null, cause: BounceCause | null): BounceCause | null {
  if (cause === "host-unknown" && status?.startsWith("4") === true) return "network-error";
  if (cause !== null && deadAddress.has(cause) && /^5\.1\.[78]$/.test(status ?? "")) return "rejected";
  return cause === "user-unknown" && status === "5.2.0" ? "filtered" : cause;
}

/**
 * What a cause is in the light of the command that was refused: after MAIL the sender is meant, and who calls the user unknown
 * only when the content was there has let a filter of that user speak (NTT docomo, KDDI, many others).
 */
function inAnswerTo(
  command: FailedCommand | null,
  cause: BounceCause | null,
  diagnostic: string,
): BounceCause | null {
  const isOfRecipient = cause !== null && deadAddress.has(cause);
  if (command === "mail" && (isOfRecipient || cause === null)) return "rejected";
  // Yahoo looks its users up when the content is there.
  if (command === "data" && cause === "user-unknown")
    return diagnostic.includes("delivery error: dd") ? cause : "filtered";
  if (command === "connect" && (isOfRecipient || cause === null) && diagnostic !== "") {
    return cause === null ? "blocked" : cause;
  }
  return cause;
}

/** Causes that make an address not worth another try. */
export const deadAddress: ReadonlySet<BounceCause> = new Set([
  "user-unknown",
  "host-unknown",
  "has-moved",
  "not-accepting",
]);

function causeIn(text: string): BounceCause | null {
  if (text === "") return null;
  return tables.find(([, , phrases]) => phrases.some((phrase) => hasPhrase(text, phrase)))?.[0] ?? null;
}

/** How Postfix, Exim, Sendmail, OpenSMTPD, Courier and GMX say what was answered. */
const commands: readonly (readonly [FailedCommand, readonly string[]])[] = [
  // Who pipelines sees the refusal of RCPT after its own DATA, and then this.
  ["rcpt", ["no valid recipients", "need rcpt (recipient)", "need rcpt command"]],
  ["connect", ["in reply to helo", "in reply to ehlo", "server after ehlo", "server after helo"]],
  ["connect", ["server after initial connection", ">>> ehlo", ">>> helo"]],
  ["mail", ["in reply to mail from", "server after mail from", "after pipelined mail from", ">>> mail from"]],
  ["mail", ["server after sender", "after mail command", "mail from command", "smtp command mail from"]],
  ["rcpt", ["in reply to rcpt to", "server after rcpt to", "after pipelined rcpt to", ">>> rcpt to"]],
  ["rcpt", ["after rcpt command", "smtp command rcpt"]],
  ["data", ["in reply to data", "in reply to end of data", "server after end of data", ">>> data"]],
  [
    "data",
    ["server after data", "after pipelined data", "after data command", "server after pipelined end of data"],
  ],
];

function commandIn(text: string): FailedCommand | null {
  return commands.find(([, phrases]) => phrases.some((phrase) => text.includes(phrase)))?.[0] ?? null;
}

const reasons: Readonly<Record<BounceCause, DeliveryReason>> = {
  "user-unknown": "recipient-unknown",
  "host-unknown": "recipient-unknown",
  "has-moved": "recipient-unknown",
  "not-accepting": "recipient-unknown",
  filtered: "blocked",
  suspended: "unreachable",
  "mailbox-full": "unreachable",
  "system-full": "unreachable",
  "message-too-big": "too-large",
  rejected: "not-permitted",
  "no-relaying": "not-permitted",
  blocked: "blocked",
  "bad-reputation": "blocked",
  "authentication-failed": "not-permitted",
  "ptr-required": "not-permitted",
  "policy-violation": "not-permitted",
  "security-error": "not-permitted",
  "spam-detected": "content",
  "virus-detected": "content",
  "content-error": "content",
  "not-compliant": "content",
  "rate-limited": "rate-limited",
  greylisted: "rate-limited",
  expired: "expired",
  "network-error": "unreachable",
  "system-error": "unreachable",
  "mailer-error": "other",
  "syntax-error": "other",
  suppressed: "blocked",
  feedback: "opted-out",
};

/** The cause in the words that all channels share. */
export function reasonOf(cause: BounceCause | null): DeliveryReason {
  return cause === null ? "other" : reasons[cause];
}
