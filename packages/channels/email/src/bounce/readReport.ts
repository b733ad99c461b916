import type { InboundReceipt } from "@heedkit/core";
import type { ParseContext } from "../inbound/parseContext.ts";
import { decodeWords } from "../mime/encodedWords.ts";
import { contentOf } from "../mime/partContent.ts";
import type { MimeMessage } from "../mime/readMime.ts";
import { causeOf, reasonOf } from "./cause.ts";
import { type RecipientStatus, readDeliveryStatus, readStatusInText } from "./deliveryStatus.ts";
import { isLooseBounce, noticeOf, readLooseBounce } from "./looseBounce.ts";
import { isBareComplaint, readComplaint, readReadNotice } from "./notices.ts";
import { permanenceOf } from "./permanence.ts";
import { type ReturnedMessage, returnedMessage, returnedTypes } from "./returnedMessage.ts";
import { enhancedStatus, remoteStatus } from "./statusCode.ts";

const longestDetail = 500;

/** What shows that a message is a report about another one. */
export type ReportRule =
  /** A part with which a program reports delivery (RFC 3464). */
  | "delivery-status"
  /** The type of the whole message says that it does, and such a part is missing. */
  | "report-type"
  /** The sender is a mail system, and its text reports a failure. */
  | "sender-and-words"
  /** A part that says what became of it on the recipient's screen (RFC 8098). */
  | "disposition-notification"
  /** A part by which a provider passes on a complaint (RFC 5965). */
  | "feedback-report"
  /** A complaint as Hotmail and Outlook.com send it. */
  | "complaint-notice";

/** A message that is a report, and what it reports. */
export interface Report {
  readonly rule: ReportRule;
  readonly receipts: readonly InboundReceipt[];
}

/** Recipients of one report that are read. */
const mostReceipts = 100;

/**
 * The receipts of a message that is a report about another one: a bounce or delivery notice (RFC 3464 or none), a read notice
 * (RFC 8098), a complaint (RFC 5965). Null for every other message. A report is never a message: where it can't be
 * tied to one that was sent, `externalId` is empty and the rest is filled in.
 *
 * A failure is `bounced`; a notice that delivery is late and goes on is `delayed`; a complaint is `failed` and soft.
 */
export function readReport(message: MimeMessage, text: string, context: ParseContext): Report | null {
  const parts = (type: RegExp) => message.leaves.filter((leaf) => type.test(leaf.type.value));
  const [complaint] = parts(/^message\/feedback-report$/);
  const [notice] = parts(/^message\/(?:global-)?disposition-notification$/);
  const statuses = parts(/^message\/(?:global-)?delivery-status$/);
  const returned = returnedMessage(message, text, context);

  if (complaint !== undefined) {
    return { rule: "feedback-report", receipts: readComplaint(contentOf(complaint), returned) };
  }
  if (isBareComplaint(message.headers)) {
    return { rule: "complaint-notice", receipts: readComplaint(new Uint8Array(), returned) };
  }
  if (notice !== undefined) {
    return { rule: "disposition-notification", receipts: [readReadNotice(contentOf(notice), returned)] };
  }

  const clues = {
    headers: message.headers,
    from: decodeWords(message.headers.first("from") ?? ""),
    subject: decodeWords(message.headers.first("subject") ?? ""),
    envelopeFrom: context.envelopeFrom,
    text,
    returnsMessage: parts(returnedTypes).length > 0,
    isOwn: context.isOwn,
  };
  const isReport = message.root.type.parameters.get("report-type")?.toLowerCase() === "delivery-status";
  if (statuses.length === 0 && !isReport && !isLooseBounce(clues)) return null;
  const told =
    statuses.length === 0
      ? readStatusInText(noticeOf(text))
      : eachOnce(statuses.flatMap((part) => readDeliveryStatus(contentOf(part)))).slice(0, mostReceipts);
  const loose = readLooseBounce(clues);
  return {
    rule: statuses.length > 0 ? "delivery-status" : isReport ? "report-type" : "sender-and-words",
    receipts: (told.length > 0 ? told : loose).map((one) =>
      receiptOf(one, loose.find(({ recipient }) => recipient === one.recipient) ?? loose[0], returned),
    ),
  };
}

/** A gateway that wraps a report may repeat one of its parts; each recipient's failure counts once. */
function eachOnce(told: readonly RecipientStatus[]): readonly RecipientStatus[] {
  const known = new Set<string>();
  return told.filter(({ recipient, action, status }) => {
    const news = `${recipient} ${action} ${status}`;
    if (recipient !== null && known.has(news)) return false;
    known.add(news);
    return true;
  });
}

function receiptOf(told: RecipientStatus, loose: RecipientStatus, returned: ReturnedMessage): InboundReceipt {
  const recipient = told.recipient ?? loose.recipient ?? returned.recipient;
  const diagnostic = told.diagnostic === "" ? loose.diagnostic : told.diagnostic;
  const isFailure = told.action === "failed";
  const given =
    remoteStatus(diagnostic) ?? moreTelling(told.status, enhancedStatus(diagnostic)) ?? loose.status;
  const status = given ?? unspecified[told.action];
  const isTrouble = isFailure || told.action === "delayed";
  const cause = isTrouble ? causeOf({ status, diagnostic, notice: loose.notice }) : null;
  return {
    kind: "receipt",
    externalId: returned.externalId ?? "",
    state: told.action === "failed" ? "bounced" : told.action,
    recipient: recipient === null ? null : { kind: "email", value: recipient, name: null },
    permanence: isFailure ? permanenceOf(cause, status, diagnostic) : null,
    reason: isTrouble ? reasonOf(cause) : null,
    cause,
    detail: [status, diagnostic].filter(Boolean).join(" ").slice(0, longestDetail) || null,
  };
}

/** What RFC 3463 s.3.1 has for a report that gives no code. */
const unspecified = { failed: "5.0.0", delayed: "4.0.0", relayed: null, delivered: null };

/** Many servers put `5.0.0` in the status and the true code in the diagnostic. */
function moreTelling(status: string | null, inDiagnostic: string | null): string | null {
  return status === null || /^\d\.0\.0$/.test(status) ? (inDiagnostic ?? status) : status;
}
