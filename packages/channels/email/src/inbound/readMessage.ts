import type { InboundMessage, Instant } from "@heedkit/core";
import { parseAddressList } from "../address/parseAddress.ts";
import { withoutComments } from "../mime/comments.ts";
import { decodeWords } from "../mime/encodedWords.ts";
import type { MailHeaders } from "../mime/mailHeaders.ts";
import type { MimeMessage } from "../mime/readMime.ts";
import { type TrimmedReply, trimReply } from "../reply/trimReply.ts";
import { parseMessageIds } from "../threading/messageId.ts";
import { threadHints } from "../threading/threadHints.ts";
import { arrivalOf } from "./arrival.ts";
import { automaticOrigin } from "./automatic.ts";
import { forwardedFrom, isForwardSubject } from "./forwardedFrom.ts";
import { arrivalAddresses, mailRecipients } from "./mailRecipients.ts";
import type { ParseContext } from "./parseContext.ts";
import type { ReadableContent } from "./readContent.ts";
import { senderOf } from "./sender.ts";

/** Recipients that are kept of To, and of Cc. */
const mostRecipients = 1_000;
/** Longest subject that is kept. */
const longestSubject = 1000;
/** RFC 5322 s.3.3 needs 31 characters; the rest is room for comments and folding. */
const longestDate = 200;
/** Clocks of senders go wrong by minutes, zones by hours; a date further in the future says nothing. */
const tolerableLead = 24 * 60 * 60 * 1000;
const earliestMail = Date.UTC(1982, 0, 1);

/** Reads a message that isn't a report. Throws UNPARSEABLE if it has no sender. */
export function readMessage(
  message: MimeMessage,
  content: ReadableContent,
  context: ParseContext,
): InboundMessage {
  const { text, html, attachments } = content;
  const { headers } = message;
  const { from, replyTo, via } = senderOf(headers, context);
  const subject = subjectOf(headers);
  const externalId = parseMessageIds(headers.first("message-id") ?? "")[0] ?? null;
  const hints = threadHints({
    tenantId: context.tenantId,
    keyring: context.keyring,
    recipients: [...context.envelopeTo, ...mailRecipients(headers)],
    inReplyTo: parseMessageIds(headers.first("in-reply-to") ?? ""),
    references: headers.all("references").flatMap(parseMessageIds),
    ownMessageId: externalId,
  });
  const { newText, nothingNew } = newPartOf(content, subject);
  const sentAt = sentTime(headers, context.receivedAt);
  const { arrivedAt, isHistory } = arrivalOf(headers, context, sentAt);
  const isOfKnownCase = hints.some(({ by }) => by === "signed");

  return {
    kind: "message",
    externalId,
    from,
    replyTo,
    via,
    to: headers.all("to").flatMap(parseAddressList).slice(0, mostRecipients),
    cc: headers.all("cc").flatMap(parseAddressList).slice(0, mostRecipients),
    deliveredTo: arrivalAddresses(headers, context.envelopeTo),
    subject,
    text,
    html,
    newText,
    nothingNew,
    attachments,
    sentAt,
    arrivedAt,
    threadHints: hints,
    automatic: automaticOrigin({
      headers,
      from: from.value,
      subject: subject ?? "",
      // Forms have no mailbox for bounces: that their return path is empty tells nothing.
      envelopeFrom: via?.by === "form" ? via.address.value : context.envelopeFrom,
      isOwn: (address) => context.isOwn(address) && !context.isForm(address),
      loopMark: context.loopMark,
    }),
    forwardedFrom:
      via === null && context.isAgent(from.value)
        ? forwardedFrom({ message, subject: subject ?? "", text, isOfKnownCase })
        : null,
    language: languageOf(headers),
    ...(isHistory ? { history: true } : {}),
  };
}

/** What the sender wrote this time, and what was left out. */
export function newPartOf({ text, marks }: ReadableContent, subject: string | null): TrimmedReply {
  return trimReply(text, { marks, isForward: isForwardSubject(subject ?? "") });
}

function subjectOf(headers: MailHeaders): string | null {
  const field = headers.first("subject");
  if (field === null) return null;
  return decodeWords(field)
    .replace(/[\p{Cc}\p{Bidi_C}\u2028\u2029]+/gu, " ")
    .trim()
    .slice(0, longestSubject);
}

function sentTime(headers: MailHeaders, receivedAt: Instant | null): Instant | null {
  const field = (headers.first("date") ?? "").slice(0, longestDate);
  const time = Date.parse(withoutComments(field).trim());
  if (Number.isNaN(time) || time < earliestMail) return null;
  return receivedAt !== null && time > receivedAt + tolerableLead ? null : time;
}

/** RFC 3282: the first tag of Content-Language. */
function languageOf(headers: MailHeaders): string | null {
  const tag = /^\s*([a-z]{2,8}(?:-[a-z0-9]{1,8})*)\b/i.exec(headers.first("content-language") ?? "")?.[1];
  try {
    return tag === undefined ? null : (Intl.getCanonicalLocales(tag)[0] ?? null);
  } catch {
    return null;
  }
}
