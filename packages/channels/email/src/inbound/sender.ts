import { type Address, type InboundMessage, SupportError } from "@heedkit/core";
import { parseAddress, parseAddressList } from "../address/parseAddress.ts";
import type { MailHeaders } from "../mime/mailHeaders.ts";
import { hasLoopMark, unansweredLocalPart } from "./automatic.ts";
import { isRewritingList, nameBeforeList } from "./mailingList.ts";
import type { ParseContext } from "./parseContext.ts";

/** Who wrote a message, and where answers go. */
export interface MailSender {
  readonly from: Address;
  readonly replyTo: Address | null;
  readonly via: NonNullable<InboundMessage["via"]> | null;
}

/**
 * Whose message this is. From says so, with two exceptions in which it names whoever passed the message on: a list or
 * group of the host that puts its own address there (then X-Original-From, X-Original-Sender, Reply-To or Cc names the author), and
 * the forms that the host named (then Reply-To names the visitor). Reply-To alone makes nobody the author.
 *
 * Throws UNPARSEABLE if there is no sender.
 */
export function senderOf(headers: MailHeaders, context: ParseContext): MailSender {
  const from = writtenBy(headers, context.envelopeFrom);
  const others = (names: readonly string[]) =>
    names
      .flatMap((name) => headers.all(name))
      .flatMap(parseAddressList)
      .filter(({ value }) => value !== from.value && !context.isOwn(value) && !context.isForm(value));
  // What a list asks for by its own address is its members' habit, not the author's wish.
  const asked = others(["reply-to"]).filter(
    ({ value }) => !unansweredLocalPart.test(value) && !isRewritingList(headers, value),
  );

  if (hasLoopMark(headers, context.loopMark)) return { from, replyTo: null, via: null };
  if (context.isForm(from.value)) {
    return { from: asked[0] ?? from, replyTo: null, via: { by: "form", address: from } };
  }
  // Anyone with a domain can call their address a list, and pass DMARC: only the host's lists speak for others.
  const isList = context.isTrustedList(from.value) && isRewritingList(headers, from.value);
  const author = isList ? authorOf(from, others) : null;
  if (author !== null) {
    const replyTo = answersTo(asked, author, headers);
    return { from: author, replyTo, via: { by: "list", address: from } };
  }
  return { from, replyTo: answersTo(asked, from, headers), via: null };
}

/**
 * RFC 5322 s.3.6.2: From says who wrote it, and of several addresses or fields the first that is one. Sender and envelope
 * stand in only where From holds none.
 */
function writtenBy(headers: MailHeaders, envelopeFrom: string | null): Address {
  const fields = [
    ...headers.all("from"),
    ...headers.all("sender"),
    envelopeFrom ?? "",
    ...headers.all("return-path"),
  ];
  for (const field of fields) {
    const address = parseAddress(field);
    if (address !== null) return address;
  }
  throw new SupportError(
    "UNPARSEABLE",
    "The message has no readable sender: neither From nor Sender nor the envelope holds an address.",
  );
}

/** The author that a list names for a message sent from its own address; null if it names nobody. */
function authorOf(list: Address, others: (names: readonly string[]) => readonly Address[]): Address | null {
  const shown = nameBeforeList(list.name);
  const [original] = [...others(["x-original-from"]), ...others(["x-original-sender"])];
  // Answers may go to the list, or to several; then the author is whoever bears the name that From shows.
  const asked = others(["reply-to"]);
  const copied = others(["cc"]);
  const isShown = ({ name, value }: Address) =>
    shown !== null && [name?.toLowerCase(), value].includes(shown.toLowerCase());
  const author =
    original ?? (asked.length === 1 ? asked[0] : asked.find(isShown)) ?? copied.find(isShown) ?? null;
  if (author === null) return null;
  const named = [...others(["x-original-from"]), ...asked, ...copied].find(
    ({ value, name }) => value === author.value && name !== null,
  );
  return { ...author, name: named?.name ?? shown };
}

/**
 * Where answers go, if not to the author: the first address of Reply-To that reads them and isn't the desk's. Null where
 * the author is one of several.
 */
function answersTo(asked: readonly Address[], author: Address, headers: MailHeaders): Address | null {
  const isAuthor = ({ value }: Address) => value === author.value;
  return headers.all("reply-to").flatMap(parseAddressList).some(isAuthor) ? null : (asked[0] ?? null);
}
