import { normaliseEmail } from "../address/normaliseEmail.ts";
import type { MailHeaders } from "../mime/mailHeaders.ts";
import { listPhrases } from "./listPhrases.ts";

/** An address that failed, and its position in the notice; -1 if it is not mentioned. */
export interface FailedRecipient {
  readonly address: string;
  readonly index: number;
}

/** Recipients of one notice that are read. */
const mostRecipients = 100;
/** Bullets and quotes before an address that begins a line. */
const bullets = /^[ \t*>•·"'<([-]{1,12}/;
/** Labels before such an address; a longer one stands before its own beginning. */
const labels = [
  ...["rcpt to", "to", "for", "recipient address", "recipient", "address", "final-recipient"],
  ...["an adresse", "an", "empfänger", "destinataire", "destinatario", "destinatário", "ontvanger"],
  ...["кому", "получатель", "宛先", "收件人地址", "收件人"],
];
const afterLabel = /^[:： \t]{1,6}(?:rfc822;[ \t]*)?/i;
const opening = /^["'<([]{1,3}/;
const address = /^[^\s<>@:;,"'()[\]]{1,64}@[^\s<>@:;,"'()[\]]{1,200}/;
/** What follows an address that stands for itself, rather than in a sentence. */
const lineEnd =
  /^[>"')\]]{0,3}(?:[.;]?[ \t]*$|[ \t]*[:：,(|]|\.{3}|[ \t]{1,4}on [a-z]{3},|[ \t]*[-–=]+>?[ \t])/i;
const anyAddress = /(?<![\w.+=/-])[\w.+=/-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g;
/** Words before an address to turn to, rather than one that failed. */
const contactWords = [
  ...["contact", "write to", "mail to", "mailto", "email us", "e-mail us", "message-id", "from", "sender"],
  ...["support", "help", "assist", "abuse", "kontakt", "wenden", "contacte", "contatt", "contato", "обратит"],
  ...["連絡", "联系"],
];

/**
 * The recipients that a notice for people names as failed: those of X-Failed-Recipients, else those that begin a line, after the
 * words that introduce a list where there are such, else one of the addresses in its sentences.
 */
export function failedRecipients(
  notice: string,
  headers: MailHeaders,
  isOwn: (address: string) => boolean,
): readonly FailedRecipient[] {
  const senders = new Set(addressesOf(headers.all("to").join(",")));
  const listed = listedIn(notice, isOwn);
  const named = addressesOf(headers.all("x-failed-recipients").join(","));
  if (named.length > 0) {
    return named.map((one) => listed.find((other) => other.address === one) ?? { address: one, index: -1 });
  }
  const start = listStart(notice);
  const candidates = [
    listed.filter(({ index }) => index >= start),
    listed,
    mentionedIn(notice, isOwn).slice(0, 1),
  ];
  const isOther = (one: FailedRecipient) => !senders.has(one.address);
  const found =
    candidates.map((some) => some.filter(isOther)).find((some) => some.length > 0) ??
    candidates.find((some) => some.length > 0);
  return found ?? [];
}

/** Where the list of failed addresses begins, or 0. */
function listStart(notice: string): number {
  const text = notice.toLowerCase();
  const starts = listPhrases.map((phrase) => text.indexOf(phrase)).filter((index) => index !== -1);
  return starts.length === 0 ? 0 : Math.min(...starts);
}

function listedIn(notice: string, isOwn: (address: string) => boolean): readonly FailedRecipient[] {
  const found = new Map<string, FailedRecipient>();
  let index = 0;
  let before = "";
  for (const line of notice.split("\n")) {
    for (const one of addressesOfLine(line.trimEnd(), before)) {
      if (found.size < mostRecipients && !isOwn(one) && !found.has(one))
        found.set(one, { address: one, index });
    }
    index += line.length + 1;
    before = line.trim();
  }
  return [...found.values()];
}

function addressesOfLine(line: string, before: string): readonly string[] {
  if (!line.includes("@") || line.length > 2000) return [];
  const rest = withoutLabel(line);
  const first = address.exec(rest)?.[0];
  if (first === undefined) return [];
  const tail = rest.slice(first.length);
  const isListed = lineEnd.test(tail);
  // An address that goes on in words begins a paragraph; within one it is part of a sentence.
  if (!isListed && !(before === "" || before.endsWith(":") || before.includes("@"))) return [];
  if (!isListed && isTurnedTo(before)) return [];
  const others = tail.split(/[,;]/).slice(1);
  const all = others.every((other) => address.test(other.trim().replace(/^["'<]/, "")))
    ? [first, ...others]
    : [first];
  return all.flatMap((one) => failedAddress(one));
}

/** A line without the bullets, the label and the quotes before its first address. */
function withoutLabel(line: string): string {
  const words = line.replace(bullets, "");
  const start = words.slice(0, 40).toLowerCase();
  for (const label of labels) {
    const gap = start.startsWith(label) ? afterLabel.exec(words.slice(label.length)) : null;
    if (gap !== null) return words.slice(label.length + gap[0].length).replace(opening, "");
  }
  return words.replace(opening, "");
}

function isTurnedTo(before: string): boolean {
  const words = before.toLowerCase();
  return words.endsWith("@") || contactWords.some((word) => words.includes(word));
}

/** Addresses in sentences; those that one is told to turn to come last. */
function mentionedIn(notice: string, isOwn: (address: string) => boolean): readonly FailedRecipient[] {
  const likely: FailedRecipient[] = [];
  const unlikely: FailedRecipient[] = [];
  for (const match of notice.matchAll(anyAddress)) {
    const [one] = failedAddress(match[0]);
    if (one === undefined || isOwn(one)) continue;
    const isContact = isTurnedTo(wordsBefore(notice, match.index));
    (isContact ? unlikely : likely).push({ address: one, index: match.index });
    if (likely.length >= mostRecipients) break;
  }
  return [...likely, ...unlikely];
}

/** What stands before an address on its line, or where that is nothing, on the one above. */
function wordsBefore(notice: string, index: number): string {
  const before = notice.slice(Math.max(0, index - 40), index);
  const onLine = before.slice(before.lastIndexOf("\n") + 1);
  return /[^\s<"'(]/.test(onLine) ? onLine : before;
}

function addressesOf(list: string): readonly string[] {
  return list
    .slice(0, 20_000)
    .split(/[,;]/)
    .slice(0, mostRecipients)
    .flatMap((one) => failedAddress(/<([^<>]{1,300})>/.exec(one)?.[1] ?? one));
}

function failedAddress(candidate: string): readonly string[] {
  const bare = candidate
    .trim()
    .replace(/^["'<([]+/, "")
    .replace(/[>"')\].]{1,20}$/, "");
  const value = normaliseEmail(bare);
  return value === null || /^(?:mailer-?daemon|postmaster)@/.test(value) ? [] : [value];
}
