import type { InboundReceipt } from "@heedkit/core";
import type { ParseContext } from "../inbound/parseContext.ts";
import { decodeWords } from "../mime/encodedWords.ts";
import type { MimeMessage } from "../mime/readMime.ts";
import type { MimePart } from "../mime/splitMessage.ts";
import { decodeTransferEncoding } from "../mime/transferEncoding.ts";
import { causeOf, reasonOf } from "./cause.ts";
import { type RecipientStatus, readDeliveryStatus, readStatusInText } from "./deliveryStatus.ts";
import { isLooseBounce, noticeOf, readLooseBounce } from "./looseBounce.ts";
import { isBareComplaint, readComplaint, readReadNotice } from "./notices.ts";
import { permanenceOf } from "./permanence.ts";
import { type ReturnedMessage, returnedMessage, returnedTypes } from "./returnedMessage.ts";
import { enhancedStatus, remoteStatus } from "./statusCode.ts";

const longestDetail = 500;

/**
 * The receipts of a message that is a report about another one: a bounce or delivery notice (RFC 3464 or none), a read notice
 * (RFC 8098), a complaint (RFC 5965). Null for every other message. A report is never a message: where it can't be
 * tied to one that was sent, `externalId` is empty and the rest is told.
 *
 * A failure is `bounced`; a notice that delivery is late and goes on is `failed` and soft, and so is a complaint.
 */
export function readReport(
  message: MimeMessage,
  text: string,
  context: ParseContext,
): readonly InboundReceipt[] | null {
  const part = (type: RegExp) => message.leaves.find((leaf) => type.test(leaf.type.value));
  const status = part(/^message\/(?:global-)?delivery-status$/);
  const notice = part(/^message\/(?:global-)?disposition-notification$/);
  const complaint = part(/^message\/feedback-report$/);
  const returned = returnedMessage(message, text, context);

  if (complaint !== undefined) return [readComplaint(contentOf(complaint), returned)];
  if (isBareComplaint(message.headers)) return [readComplaint(new Uint8Array(), returned)];
  if (notice !== undefined) return [readReadNotice(contentOf(notice), returned)];

  const clues = {
    headers: message.headers,
    from: decodeWords(message.headers.first("from") ?? ""),
    subject: decodeWords(message.headers.first("subject") ?? ""),
    envelopeFrom: context.envelopeFrom,
    text,
    returnsMessage: part(returnedTypes) !== undefined,
    isOwn: context.isOwn,
  };
  const isReport = message.root.type.parameters.get("report-type")?.toLowerCase() === "delivery-status";
  if (status === undefined && !isReport && !isLooseBounce(clues)) return null;
  const told =
    status === undefined ? readStatusInText(noticeOf(text)) : readDeliveryStatus(contentOf(status));
  const loose = readLooseBounce(clues);
  return (told.length > 0 ? told : loose).map((one) =>
    receiptOf(one, loose.find(({ recipient }) => recipient === one.recipient) ?? loose[0], returned),
  );
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

function contentOf(part: MimePart): Uint8Array {
  return decodeTransferEncoding(part.body, part.headers.first("content-transfer-encoding"));
}
