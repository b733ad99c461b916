import type { AutomaticOrigin } from "@heedkit/core";
import type { MailHeaders } from "../mime/mailHeaders.ts";
import { outOfOfficeSubject } from "./absenceSubject.ts";
import { headerField, presentHeader, responderHeader } from "./responder.ts";

/** What the rules examine. */
export interface OriginClues {
  readonly headers: MailHeaders;
  readonly from: string;
  readonly subject: string;
  /** Empty string for the null sender, null if the transport didn't say. */
  readonly envelopeFrom: string | null;
  /** Whether an address is the desk's own. */
  readonly isOwn: (address: string) => boolean;
  /** The value of the loop header in mail of this desk. */
  readonly loopMark: string | null;
}

/** Header by which a desk knows its own mail again, whatever way it came back. */
export const loopHeader = "x-heedkit-loop";

const daemonLocalPart = /^(?:mailer-?daemon|mail-?daemon|mailsystem|mdaemon|bounces?)(?:[+=.-].*)?@/i;
const responderLocalPart = /^(?:auto-?(?:reply|responder|response))(?:[+=.-].*)?@/i;
/** Nobody reads answers there, or a loop might begin; yet shops and forms send from the one and people from the other. */
export const unansweredLocalPart = /^(?:no-?reply|do-?not-?reply|postmaster)(?:[+=.-].*)?@/i;

/**
 * Whether a machine sent this, by the first rule that tells; null for what a person seems to have written. The rules are
 * those of RFC 3834 s.2 and s.5, and of the headers that mail systems use beside it. `own`, `daemon`, `out-of-office` and
 * `null-sender` are about a message that the desk knows already; the other reasons leave open that somebody has written.
 */
export function automaticOrigin(clues: OriginClues): AutomaticOrigin | null {
  return (
    ownMail(clues) ??
    daemon(clues) ??
    outOfOffice(clues) ??
    nullSender(clues) ??
    autoSubmitted(clues) ??
    mailingList(clues) ??
    bulk(clues)
  );
}

function ownMail({ headers, from, isOwn, loopMark }: OriginClues): AutomaticOrigin | null {
  if (hasLoopMark(headers, loopMark)) return { reason: "own", evidence: `X-Heedkit-Loop: ${loopMark}` };
  return isOwn(from) ? { reason: "own", evidence: `From: ${from}` } : null;
}

/** Whether this desk sent the message, whatever way it came back. */
export function hasLoopMark(headers: MailHeaders, loopMark: string | null): boolean {
  return loopMark !== null && headers.all(loopHeader).some((value) => value.toLowerCase() === loopMark);
}

function daemon({ from }: OriginClues): AutomaticOrigin | null {
  return daemonLocalPart.test(from) ? { reason: "daemon", evidence: `From: ${from}` } : null;
}

function outOfOffice(clues: OriginClues): AutomaticOrigin | null {
  const { headers, from, subject } = clues;
  const evidence = responderHeader(headers);
  if (evidence !== null) return { reason: "out-of-office", evidence };
  if (responderLocalPart.test(from)) return { reason: "out-of-office", evidence: `From: ${from}` };
  const words = outOfOfficeSubject(subject);
  if (words === "none") return null;
  // A person may answer such a message, or be away; a program that says so gives other signs too.
  const isMachine = (nullSender(clues) ?? submittedByMachine(clues) ?? bulk(clues)) !== null;
  if (words !== "bare" && !isMachine) return null;
  return { reason: "out-of-office", evidence: `Subject: ${subject.trim().slice(0, 100)}` };
}

function submittedByMachine({ headers }: OriginClues): AutomaticOrigin | null {
  const submitted = headers.first("auto-submitted");
  if (submitted === null || submitted === "" || /^\s*(?:no\b|\()/i.test(submitted)) return null;
  return { reason: "auto-submitted", evidence: headerField("auto-submitted", submitted) };
}

function autoSubmitted(clues: OriginClues): AutomaticOrigin | null {
  const { headers, from } = clues;
  const submitted = submittedByMachine(clues);
  if (submitted !== null) return submitted;
  // Mail of people has this too: it is the customer's, and only gets no answer by itself. MS-OXCMAIL 2.1.3.2.20: only these ask that nothing be answered by itself; DR, RN and NRN are about receipts.
  const suppress = headers.first("x-auto-response-suppress");
  if (suppress !== null && /\b(?:all|oof|autoreply)\b/i.test(suppress)) {
    return { reason: "auto-submitted", evidence: headerField("x-auto-response-suppress", suppress) };
  }
  const header = presentHeader(headers, [
    "feedback-id",
    "x-cron-env",
    "x-github-reason",
    "x-jira-fingerprint",
    // Mailbox rules of Exchange also pass on what people wrote.
    "x-ms-exchange-generated-message-source",
  ]);
  if (header !== null) return { reason: "auto-submitted", evidence: header };
  return unansweredLocalPart.test(from) ? { reason: "auto-submitted", evidence: `From: ${from}` } : null;
}

function mailingList({ headers }: OriginClues): AutomaticOrigin | null {
  const header = presentHeader(headers, [
    ...[
      "list-id",
      "list-post",
      "list-unsubscribe",
      "list-help",
      "list-subscribe",
      "list-owner",
      "list-archive",
    ],
    ...["mailing-list", "x-mailing-list"],
  ]);
  return header === null ? null : { reason: "list", evidence: header };
}

function bulk({ headers }: OriginClues): AutomaticOrigin | null {
  for (const name of ["precedence", "x-precedence"]) {
    const value = headers.first(name);
    if (value === null) continue;
    if (/^\s*list\b/i.test(value)) return { reason: "list", evidence: headerField(name, value) };
    if (/^\s*(?:bulk|junk)\b/i.test(value)) return { reason: "bulk", evidence: headerField(name, value) };
  }
  const header = presentHeader(headers, [
    "x-campaign",
    "x-campaignid",
    "x-mailgun-tag",
    "x-mc-user",
    "x-csa-complaints",
  ]);
  return header === null ? null : { reason: "bulk", evidence: header };
}

function nullSender({ headers, envelopeFrom }: OriginClues): AutomaticOrigin | null {
  if (envelopeFrom === "") return { reason: "null-sender", evidence: "MAIL FROM:<>" };
  // If the envelope is known, the header is only the sender's claim.
  const isNull = envelopeFrom === null && headers.first("return-path")?.trim() === "<>";
  return isNull ? { reason: "null-sender", evidence: "Return-Path: <>" } : null;
}
