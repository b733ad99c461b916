import type { MailHeaders } from "../mime/mailHeaders.ts";
import { failurePhrases, subjectPhrases } from "./bouncePhrases.ts";
import type { RecipientStatus } from "./deliveryStatus.ts";
import { type FailedRecipient, failedRecipients } from "./failedRecipients.ts";
import { comparable, hasPhrase } from "./phrases.ts";
import { enhancedStatus, failureReply } from "./statusCode.ts";

const daemonName =
  /mailer[- ]?daemon|mail delivery (?:system|subsystem|service)|mail deliver system|mail administrator|post-?master|mail ?system|system administrator|microsoft ?exchange|^"?microsoft outlook|delivery subsystem/i;
/** Addresses from which no person writes. */
const daemonAddress = /^(?:mailer-?daemon|mail-?daemon|mdaemon|mailsystem)(?:(?:[+=.-][^@]*)?@|$)/i;
/** A mail system that writes as postmaster gives no name, or its own; a person gives theirs. */
const bareAddress = /^[\s"'<]*[^\s<>@"']{1,64}(?:@[^\s<>@"']{1,255})?[\s>]*$/;
/** The delivery program of IMail, which writes as postmaster. */
const daemonProgram = /^<SMTP32\b/i;
const answerOrForward = /^\s*(?:re|aw|sv|vs|antw|odp|r|fwd?|wg|tr|rv|i|vb)\s?[:：]/iu;
const delayedNotice =
  /\(delay\)|warning|delayed|still (?:being )?(?:trying|retried|attempt)|will (?:continue to|be) (?:try|retr|attempt)|no action is required|not yet been delivered|temporary problem/i;
const copyBelow =
  /^[ \t>]{0,4}(?:[-=_*]{2,}[^\n]{0,80}(?:copy of|original message|returned message|message (?:header|follows|headers follow)|unsent message|undelivered message|start of|below this line|received message)[^\n]{0,80}|the (?:original )?message (?:headers )?follows?:?|original message (?:follows|headers)[:.]?|-{3,} ?message header[^\n]{0,60}|received: from [^\n]+|return-path: [^\n]+)$/im;

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
  if (!isDaemon && !isNullSender && !daemonName.test(from)) return false;
  const announced = comparable(subject, longestSubject);
  const words = comparable(text, longestNotice);
  const isAnnounced = subjectPhrases.some((phrase) => hasPhrase(announced, phrase));
  const tellsFailure = failurePhrases.some((phrase) => hasPhrase(words, phrase));
  const namesFailed = headers.first("x-failed-recipients") !== null;
  const showsMessage = clues.returnsMessage || copyBelow.test(text);
  if (isDaemon && tellsFailure) return true;
  if (isDaemon && isNullSender && isAnnounced) return true;
  if (isDaemon || isNullSender) return (isAnnounced || namesFailed) && (tellsFailure || showsMessage);
  if (!isAnnounced || answerOrForward.test(subject) || !tellsFailure) return false;
  return showsMessage || isByMachine(clues);
}

/** Whether a postmaster's notice without a copy is a program's: no name of a person, and a failed address or a server's answer. */
function isByMachine({ from, text, headers, isOwn }: BounceClues): boolean {
  const name = from.replace(/<[^<>]*>/g, "").trim();
  if (!bareAddress.test(from) && !daemonName.test(name)) return false;
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
  const copy = copyBelow.exec(text);
  return (copy === null || copy.index < 40 ? text : text.slice(0, copy.index)).slice(0, longestNotice);
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
  const tellsDelay =
    delayedNotice.test(subject) || (delayedNotice.test(notice) && reply?.startsWith("5") !== true);
  return {
    recipient,
    action: tellsDelay && !status?.startsWith("5") ? "delayed" : "failed",
    status,
    diagnostic,
    notice,
  };
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
