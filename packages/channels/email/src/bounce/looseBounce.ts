import { normaliseEmail } from "../address/normaliseEmail.ts";
import type { MailHeaders } from "../mime/mailHeaders.ts";
import type { RecipientStatus } from "./deliveryStatus.ts";
import { enhancedStatus, failureReply } from "./statusCode.ts";

const daemonName =
  /mailer[- ]?daemon|mail delivery (?:system|subsystem|service)|mail deliver system|mail administrator|post-?master|mail ?system|delivery subsystem/i;
/** Addresses from which no person writes. */
const daemonAddress = /^(?:mailer-?daemon|mail-?daemon|mdaemon|mailsystem)(?:[+=.-][^@]*)?@/i;
/** The delivery program of IMail, which writes as postmaster. */
const daemonProgram = /^<SMTP32\b/i;
const answerOrForward = /^\s*(?:re|aw|sv|vs|antw|odp|r|fwd?|wg|tr|rv|i|vb)\s?[:：]/iu;
const bounceSubject =
  /undeliver|non ?remis|returned mail|return(?:ed|ing) (?:to|message to) sender|delivery (?:status notification|failure|problem|has failed|report)|delivery.{0,20}(?:failed|delayed|incomplete)|deliver.{0,10}fail|failure (?:notice|notification)|mail (?:failure|failed|delivery)|could not be delivered|message (?:delivery has failed|not delivered)|nicht zustellbar|unzustellbar|échec de la remise|no se puede entregar|mancata consegna|не ?доставлено|сообщение не доставлено|wysyłka nie powiodła/i;
const bounceText =
  // bounded: the first `longestNotice` characters; its gaps are of 120 at most
  /(?:could|can|was|were) ?n[o']t (?:be )?(?:delivered|deliver)|unable to deliver|wasn.t able to deliver|delivery (?:to|of) [^\n]{0,120}(?:failed|aborted|delayed)|failed (?:permanently|to deliver)|undeliver(?:able|ed)|permanent(?: fatal)? error|returned (?:to sender|mail)|delivery (?:has )?failed|does not like recipient|user unknown|unknown user|mailbox (?:is )?(?:full|unavailable)|recipient(?:s)? (?:was|were|could)|transcript of session|would not accept your|not delivered|recipients? failed|did not reach the following recipient|recipient name is not recognized|addresses had delivery problems|nicht (?:zugestellt|zustellbar|ausgeliefert)|pas pu être (?:remis|délivré|distribué)|no se (?:pudo|ha podido) entregar|impossibile (?:consegnare|recapitare)|送信に失敗|送信できません|配信できません|无法(?:送达|投递)|не (?:может быть|было) доставлено/i;
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
  const isAnnounced = bounceSubject.test(subject);
  const tellsFailure = bounceText.test(text.slice(0, longestNotice));
  const namesFailed = headers.first("x-failed-recipients") !== null;
  const showsMessage = clues.returnsMessage || copyBelow.test(text);
  if (isDaemon && tellsFailure) return true;
  if (isDaemon && isNullSender && isAnnounced) return true;
  if (isDaemon || isNullSender) return (isAnnounced || namesFailed) && (tellsFailure || showsMessage);
  return isAnnounced && !answerOrForward.test(subject) && tellsFailure && showsMessage;
}

/** The recipients and reasons of such a notice, as far as they can be read; one at least. */
export function readLooseBounce(
  clues: BounceClues,
  isOwn: (address: string) => boolean,
): readonly [RecipientStatus, ...RecipientStatus[]] {
  const copy = copyBelow.exec(clues.text);
  const notice = (copy === null || copy.index < 40 ? clues.text : clues.text.slice(0, copy.index)).slice(
    0,
    longestNotice,
  );
  const listed = addressesIn(notice, listedAddress, isOwn);
  const failed = normaliseEmail(clues.headers.first("x-failed-recipients")?.split(",")[0] ?? "");
  const [anywhere] = [
    listed,
    addressesIn(notice, bracketedAddress, isOwn),
    addressesIn(notice, bareAddress, isOwn),
  ].flat();
  const stretches = listed.map(({ index }, position) => notice.slice(index, listed[position + 1]?.index));
  const [first, second] = listed;
  if (first === undefined || second === undefined) {
    return [statusIn(notice, failed ?? anywhere?.address ?? null, clues.subject)];
  }
  const each = listed.map(({ address }, position) =>
    statusIn(stretches[position] ?? "", address, clues.subject),
  );
  return [each[0] ?? statusIn(notice, first.address, clues.subject), ...each.slice(1)];
}

const longestNotice = 20_000;
/** The address that stands first on a line, alone or before the reason, is one that failed. */
const listedAddress =
  /^[ \t*>-]{0,8}(?:(?:to|for|recipient|rcpt to)[: \t]{1,4})?<?([^\s<>@:;,"()]{1,64}@[^\s<>@:;,"()]{1,200}?)>?(?:[.;,]?[ \t]*$|:|\.\.\.|[ \t]{1,4}\()/gim;
const bracketedAddress = /<([^\s<>@]{1,64}@[^\s<>@]{1,200})>/g;
const bareAddress = /(?<![\w.+=/-])([\w.+=/-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})/g;

function addressesIn(notice: string, pattern: RegExp, isOwn: (address: string) => boolean) {
  const found = new Map<string, { readonly address: string; readonly index: number }>();
  for (const match of notice.matchAll(pattern)) {
    const address = normaliseEmail(match[1] ?? "");
    if (address === null || isOwn(address) || /^(?:mailer-?daemon|postmaster)@/.test(address)) continue;
    if (!found.has(address)) found.set(address, { address, index: match.index });
  }
  return [...found.values()];
}

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
