import type { Address, InboundMessage, InboundReceipt } from "@heedkit/core";
import type { ReportRule } from "../bounce/readReport.ts";
import type { TrimRule } from "../reply/trimmed.ts";
import { explainPart } from "./explainPart.ts";
import type { MailReading } from "./reading.ts";

const longestQuotation = 200;

/** A reading in English sentences, one a line: what the mail is and why, its parts, and what was left out of it. */
export function explain(reading: MailReading): string {
  const { events, parts, problem, report } = reading;
  const receipts = events.flatMap((event) => (event.kind === "receipt" ? [event] : []));
  const message = events.find((event) => event.kind === "message");
  const sentences = [
    ...(problem === null ? [] : [`It can't be parsed: ${problem}`]),
    ...(report === null ? [] : [`It is no message but a report, because ${reportReasons[report]}.`]),
    ...receipts.flatMap(explainReceipt),
    ...(message === undefined ? [] : explainMessage(message)),
    ...parts.map(explainPart),
    ...(message === undefined ? [] : explainTrimming(message, reading)),
  ];
  return sentences.map((sentence) => sentence.replace(/\s+/g, " ")).join("\n");
}

const reportReasons: Readonly<Record<ReportRule, string>> = {
  "delivery-status": "it has a part of the type message/delivery-status (RFC 3464)",
  "report-type": "its Content-Type says report-type=delivery-status",
  "sender-and-words": "a mail system sent it, and its words tell that a message was not delivered",
  "disposition-notification": "it has a part of the type message/disposition-notification (RFC 8098)",
  "feedback-report": "it has a part of the type message/feedback-report (RFC 5965)",
  "complaint-notice": "it is a complaint in the form that Hotmail and Outlook.com send",
};

const states: Readonly<Record<InboundReceipt["state"], string>> = {
  bounced: "bounced",
  failed: "was called unwanted by the recipient",
  delayed: "is late, and somebody on the way keeps trying",
  relayed: "was handed to a system that tells no more",
  delivered: "arrived",
  read: "was read",
};

function explainReceipt(receipt: InboundReceipt): readonly string[] {
  const { externalId, recipient, state, permanence, cause, reason, detail, proven } = receipt;
  const about = externalId === "" ? "A message that it doesn't name" : `The message ${quoted(externalId)}`;
  const to = recipient === null ? "" : ` to ${recipient.value}`;
  const why = [
    cause ? `cause ${cause}` : state === "bounced" ? "no known cause" : "",
    reason ? `reason ${reason}` : "",
    detail ? `in its own words ${quoted(detail)}` : "",
  ].filter(Boolean);
  const hardness = permanence === null || state !== "bounced" ? "" : ` (${permanence})`;
  const sentence = `${about}${to} ${states[state]}${hardness}${why.length > 0 ? `: ${why.join(", ")}` : ""}.`;
  if (state !== "bounced") return [sentence];
  return [
    sentence,
    proven === true
      ? "The bounce is verified by a signed return path or a trusted relay."
      : "The bounce is not verified, so it blocks no address.",
  ];
}

function explainMessage(message: InboundMessage): readonly string[] {
  const { from, via, replyTo, subject, automatic, threadHints, forwardedFrom, history } = message;
  const signed = threadHints.find((hint) => hint.by === "signed");
  const references = threadHints.length - (signed === undefined ? 0 : 1);
  return [
    `It is a message by ${person(from)}, ${subject === null ? "without a subject" : `subject ${quoted(subject)}`}.`,
    ...(via ? [`It came by the ${via.by} ${via.address.value}, which names that author.`] : []),
    ...(replyTo ? [`Reply-To asks for answers to ${replyTo.value}.`] : []),
    ...(forwardedFrom ? [`An agent forwarded it for ${person(forwardedFrom)}.`] : []),
    automatic === null
      ? "Nothing indicates that a program sent it."
      : `It is held to be automatic (${automatic.reason}) because of ${quoted(automatic.evidence)}.`,
    signed?.by === "signed"
      ? `A signature of this desk ties it to the case ${signed.caseId}.`
      : `No signature ties it to a case; it cites ${references} other ${references === 1 ? "message" : "messages"}.`,
    ...(history ? ["It arrived before the mailbox was connected, so it is history."] : []),
  ];
}

const trimReasons: Readonly<Record<TrimRule, string>> = {
  attribution: "it says who wrote what follows, and when",
  "header-block": "it is the header that a mail program puts above what it quotes",
  "original-message": "a line says that the original message follows",
  "marked-quote": "it is quoted with >",
  "html-quote": "the HTML marks it as a quote",
  "html-signature": "the HTML marks it as a signature",
  signature: "a signature begins there",
  closing: "it is a closing with a name",
  "mobile-signature": "a program signs its mail so",
};

function explainTrimming(message: InboundMessage, { trimmed }: MailReading): readonly string[] {
  if (message.nothingNew === true) {
    return ["It seems to be only quotes and signature, so the whole text is kept as the new part."];
  }
  if (trimmed.length === 0) return ["Nothing was trimmed: the whole text is the new part."];
  return trimmed.map(({ rule, line, lines, begin }) => {
    const range =
      lines === 1 ? `Line ${line} of the text was` : `Lines ${line} to ${line + lines - 1} of the text were`;
    return `${range} trimmed (${rule}), because ${trimReasons[rule]}: ${quoted(begin)}.`;
  });
}

function person({ name, value }: Address): string {
  return name === null ? value : `${name} <${value}>`;
}

function quoted(words: string): string {
  return words.length > longestQuotation ? `"${words.slice(0, longestQuotation)}…"` : `"${words}"`;
}
