import type { MailHeaders } from "../mime/mailHeaders.ts";
import { comparable, hasPhrase } from "../phrases/hasPhrase.ts";
import { spellings } from "../phrases/spellings.ts";
import { copyStart } from "./copyStart.ts";
import type { RecipientStatus } from "./deliveryStatus.ts";
import { type FailedRecipient, failedRecipients } from "./failedRecipients.ts";
import { failurePhrases } from "./failurePhrases.ts";
import { enhancedStatus, failureReply } from "./statusCode.ts";
import { subjectPhrases } from "./subjectPhrases.ts";

/** Names of mail systems, in lower case. */
const daemonNames = [
  "mailer{-, ,}daemon",
  "mail delivery {system,subsystem,service}",
  "mail deliver system",
  "mail administrator",
  "post{-,}master",
  "mail{ ,}system",
  "system administrator",
  "microsoft{ ,}exchange",
  "delivery subsystem",
].flatMap(spellings);
/** Addresses from which no person writes. */
const daemonAddress = /^(?:mailer-?daemon|mail-?daemon|mdaemon|mailsystem)(?:(?:[+=.-][^@]*)?@|$)/i;
/** A mail system that writes as postmaster gives no name, or its own; a person gives theirs. */
const bareAddress = /^[\s"'<]*[^\s<>@"']{1,64}(?:@[^\s<>@"']{1,255})?[\s>]*$/;
/** The delivery program of IMail, which writes as postmaster. */
const daemonProgram = /^<SMTP32\b/i;
const answerOrForward = /^\s*(?:re|aw|sv|vs|antw|odp|r|fwd?|wg|tr|rv|i|vb)\s?[:：]/iu;
/** How a subject or a notice says that the delivery goes on, in comparable form. */
const delayPhrases = [
  "(delay)",
  "warning",
  "delayed",
  "still {being ,}{trying,retried,attempt}",
  "will {continue to,be} {try,retr,attempt}",
  "no action is required",
  "not yet been delivered",
  "temporary problem",
].flatMap(spellings);

/** What an undelivered notice that follows no standard says of itself. */
export interface BounceClues {
  readonly headers: MailHeaders;
  readonly from: string;
  readonly subject: string;
  readonly envelopeFrom: string | null;
  readonly text: string;
  /** Whether the message that came back, or its header, is a part of this one. */
  readonly returnsMessage: boolean;
  readonly isOwn: (address: string) => boolean;
}

/**
 * Whether a mail system, not a person or a vacation program, says here that it could not deliver something. A receipt is
 * shown to nobody, so a daemon's name, a subject or a header alone are not enough: people write from postmaster@ too.
 */
export function isLooseBounce(clues: BounceClues): boolean {
  const { headers, from, subject, text } = clues;
  const returnPath = headers.first("return-path")?.trim() ?? "";
  const isNullSender =
    clues.envelopeFrom === "" || returnPath === "<>" || /^<?mailer-daemon[>@]/i.test(returnPath);
  const isDaemon =
    from.split(/[\s<>"]+/).some((word) => daemonAddress.test(word)) ||
    from.includes("<>") ||
    daemonProgram.test(headers.first("x-mailer") ?? "");
  if (!isDaemon && !isNullSender && !isDaemonName(from)) return false;
  const announced = comparable(subject, longestSubject);
  const words = comparable(text, longestNotice);
  const isAnnounced = subjectPhrases.some((phrase) => hasPhrase(announced, phrase));
  const tellsFailure = failurePhrases.some((phrase) => hasPhrase(words, phrase));
  const namesFailed = headers.first("x-failed-recipients") !== null;
  const showsMessage = clues.returnsMessage || copyStart(text) !== -1;
  if (isDaemon && tellsFailure) return true;
  if (isDaemon && isNullSender && isAnnounced) return true;
  if (isDaemon || isNullSender) return (isAnnounced || namesFailed) && (tellsFailure || showsMessage);
  if (!isAnnounced || answerOrForward.test(subject) || !tellsFailure) return false;
  return showsMessage || isByMachine(clues);
}

function isDaemonName(from: string): boolean {
  const name = from.toLowerCase();
  return /^"?microsoft outlook/.test(name) || daemonNames.some((one) => name.includes(one));
}

/** Whether a postmaster's notice without a copy is a program's: no name of a person, and a failed address or a server's answer. */
function isByMachine({ from, text, headers, isOwn }: BounceClues): boolean {
  const name = from.replace(/<[^<>]*>/g, "").trim();
  if (!bareAddress.test(from) && !isDaemonName(name)) return false;
  const notice = text.slice(0, longestNotice);
  return failedRecipients(notice, headers, isOwn).length > 0;
}

/** The recipients and reasons of such a notice, as far as they can be read; one at least. */
export function readLooseBounce(clues: BounceClues): readonly [RecipientStatus, ...RecipientStatus[]] {
  const notice = noticeOf(clues.text);
  const [first, ...others] = failedRecipients(notice, clues.headers, clues.isOwn);
  if (first === undefined) return [statusIn(notice, null, clues.subject)];
  if (others.length === 0) return [statusIn(notice, first.address, clues.subject)];
  const indexes = [first, ...others].map(({ index }) => index).filter((index) => index !== -1);
  const each = ({ address, index }: FailedRecipient) => {
    const end = indexes.find((other) => other > index);
    return statusIn(index === -1 ? notice : notice.slice(index, end), address, clues.subject);
  };
  return [each(first), ...others.map(each)];
}

/** The words of a notice, without the message that it returns. */
export function noticeOf(text: string): string {
  const copy = copyStart(text);
  return (copy < 40 ? text : text.slice(0, copy)).slice(0, longestNotice);
}

const longestNotice = 20_000;
const longestSubject = 1000;

function statusIn(notice: string, recipient: string | null, subject: string): RecipientStatus {
  const diagnostic = diagnosticOf(notice);
  const reply = failureReply(diagnostic);
  const status =
    enhancedStatus(diagnostic) ??
    enhancedStatus(notice) ??
    (reply === null ? null : `${reply.charAt(0)}.0.0`);
  const isDelayed = tellsDelay(subject) || (reply?.startsWith("5") !== true && tellsDelay(notice));
  return {
    recipient,
    action: isDelayed && !status?.startsWith("5") ? "delayed" : "failed",
    status,
    diagnostic,
    notice,
  };
}

function tellsDelay(given: string): boolean {
  const text = comparable(given, longestNotice);
  return delayPhrases.some((phrase) => hasPhrase(text, phrase));
}

/** The lines with the server's answer, else the notice without its greeting. */
function diagnosticOf(notice: string): string {
  const lines = notice.split("\n");
  const index = lines.findIndex(
    (line) =>
      enhancedStatus(line) !== null ||
      /(?:^|[\s:(])(?:4[25]\d|5[0-5]\d)[ -]\S/.test(line.replace(/\d{1,4} hours?/, "")),
  );
  const chosen = index === -1 ? lines : lines.slice(index, index + 6);
  return chosen.join(" ").replace(/\s+/g, " ").trim().slice(0, 2000);
}
