import { isSharedProvider } from "@heedkit/core";
import { normaliseDomain, normaliseEmail } from "./normaliseEmail.ts";

/** Providers that deliver to one mailbox whatever dots its local part has, under one or more domains. */
const dotFolding: ReadonlyMap<string, string> = new Map([
  ["gmail.com", "gmail.com"],
  ["googlemail.com", "gmail.com"],
]);

/**
 * Whether mail to an address ends up in a mailbox: it is the mailbox itself, or a plus form of it. A plus in the mailbox
 * counts as a part of its name: `support+eu@` and `support+eu+tag@` are of `support+eu@`, `support@` is not.
 *
 * @param mailbox Normalised, as is `address`.
 */
export function isOfMailbox(mailbox: string, address: string): boolean {
  const [local, domain] = folded(mailbox);
  const [otherLocal, otherDomain] = folded(address);
  return domain === otherDomain && (otherLocal === local || otherLocal.startsWith(`${local}+`));
}

/** A test for the desk's own addresses; entries such as `@shop.example` stand for whole domains. */
export function ownAddresses(entries: readonly string[]): (address: string) => boolean {
  const domains = new Set(
    entries.flatMap((entry) => (entry.startsWith("@") ? (normaliseDomain(entry.slice(1)) ?? []) : [])),
  );
  const mailboxes = entries.flatMap((entry) => normaliseEmail(entry) ?? []);
  return (address) =>
    domains.has(domainOf(address)) || mailboxes.some((mailbox) => isOfMailbox(mailbox, address));
}

/** Whether two addresses are in one domain, and of one organisation. */
export function areColleagues(one: string, other: string): boolean {
  const domain = domainOf(one);
  return domain === domainOf(other) && !isSharedProvider(domain);
}

/**
 * Why an address can't be a desk's, or null. Signed forms of it must be addresses too, which a quoted local part has none
 * of; and servers that take no SMTPUTF8, which are most, could not be given one outside ASCII.
 */
export function deskAddressProblem(address: string): string | null {
  const normal = normaliseEmail(address);
  if (normal === null) return "is not a mail address";
  const local = normal.slice(0, normal.lastIndexOf("@"));
  if (local.startsWith('"')) return "has a quoted local part; use one without quotes";
  if (/[^\x21-\x7e]/.test(local)) return "has letters outside ASCII before the @; use an ASCII local part";
  if (Buffer.byteLength(local) > 64) return "has more than 64 octets before the @ (RFC 5321 s.4.5.3.1.1)";
  if (/^\.|\.\.|\.$/.test(local)) return "has a dot where RFC 5321 allows none";
  return null;
}

function folded(address: string): readonly [string, string] {
  const at = address.lastIndexOf("@");
  const local = address.slice(0, at);
  const domain = address.slice(at + 1);
  const provider = dotFolding.get(domain);
  return provider === undefined ? [local, domain] : [local.replaceAll(".", ""), provider];
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1);
}
