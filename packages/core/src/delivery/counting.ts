import type { Address } from "../ports/index.ts";
import { isSharedProvider } from "./sharedProviders.ts";

// Addresses are only normalised for counting: two that count as one are still two people.

type Target = Pick<Address, "kind" | "value">;

/** Alternative domains of the same mailboxes. */
const sameProvider: Readonly<Record<string, string>> = {
  "googlemail.com": "gmail.com",
  "me.com": "icloud.com",
  "mac.com": "icloud.com",
  "protonmail.com": "proton.me",
  "pm.me": "proton.me",
  "ya.ru": "yandex.ru",
  "yandex.com": "yandex.ru",
};

/** Second-level domains under which country registries register names. */
const registrySeconds: ReadonlySet<string> = new Set(
  "ac co com edu gob gov govt gv ltd me mil mod ne net nhs nom or org plc police sch school".split(" "),
);

interface MailAddress {
  readonly local: string;
  readonly domain: string;
}

/** A mail address in parts, each normalised; null for an address that can't receive mail. */
function mailAddress(value: string): MailAddress | null {
  const plain = value
    .normalize("NFKC")
    .replace(/[\s\p{Cf}]/gu, "")
    .toLowerCase();
  const at = plain.lastIndexOf("@");
  const domain = hostName(plain.slice(at + 1));
  return at < 1 || domain === null ? null : { local: plain.slice(0, at), domain };
}

/** A domain in DNS form; null for address literals, numbers and names that only a local network knows. */
function hostName(text: string): string | null {
  const bare = text.endsWith(".") ? text.slice(0, -1) : text;
  if (bare.length > 255 || !/^[^\s/:@?#%\\[\]]+$/u.test(bare)) return null;
  let name: string;
  try {
    // Also converts internationalised names to their DNS form, and numbers in any notation to IPv4.
    name = new URL(`http://${bare}`).hostname;
  } catch {
    return null;
  }
  const labels = name.split(".");
  const last = labels.at(-1) ?? "";
  if (labels.length < 2 || labels.includes("") || /^\d/.test(last)) return null;
  const isLocal = ["localhost", "local", "internal", "invalid", "lan", "localdomain"].includes(last);
  return isLocal || name.endsWith(".home.arpa") ? null : name;
}

/** Mailboxes of programs, which nobody reads. */
const ofMachines =
  /^(?:no|not|never|donot|dont)reply|^(?:mailerdaemon|maildaemon|postmaster|bounces?|devnull|nobody|autoreply|autoresponder|listserv|majordomo|undisclosedrecipients)(?:$|\d)/;
/** VERP and list software: `bounce+x=y`, `owner-news`, `news-request`. */
const ofLists = /^(?:bounces?[+=._-]|owner-)|[+._-](?:bounces?|owner|request)$/;

/** Whether an automatic message to an address might be read. Kinds other than email are assumed to be. */
export function isAnswerable({ kind, value }: Target): boolean {
  if (kind !== "email") return true;
  const address = mailAddress(value);
  if (address === null) return false;
  const [name = ""] = address.local.split("+");
  return !ofMachines.test(name.replace(/[^\p{L}\p{N}]/gu, "")) && !ofLists.test(address.local);
}

/** The same for all spellings of a mailbox: case, dots, plus suffixes, other domains of the provider. */
export function foldedAddress({ kind, value }: Target): string {
  const address = kind === "email" ? mailAddress(value) : null;
  if (address === null) return value.normalize("NFKC").trim().toLowerCase();
  const { local, domain } = address;
  const provider = sameProvider[domain] ?? domain;
  const unquoted = local.replace(/"/g, "");
  const [name = ""] = unquoted.split(provider.startsWith("yahoo.") ? /[+-]/ : "+");
  const folded = name.replaceAll(".", "");
  // Nothing would be left of `+tag@`, so it counts as it is.
  return `${folded === "" ? unquoted : folded}@${provider}`;
}

/**
 * The registered domain, under which all its addresses and subdomains count; null for a domain shared by many people.
 */
export function countedDomain({ kind, value }: Target, shared: readonly string[]): string | null {
  const address = kind === "email" ? mailAddress(value) : null;
  if (address === null) return null;
  const domain = sameProvider[address.domain] ?? address.domain;
  if (isSharedProvider(domain) || shared.includes(domain)) return null;
  const labels = domain.split(".");
  const [country = "", second = ""] = labels.toReversed();
  const isRegistry = country.length === 2 && registrySeconds.has(second);
  return labels.slice(isRegistry ? -3 : -2).join(".");
}

/** The network that an IP address counts with: an IPv6 one with its /64. Null for private ones: those are relays of the host. */
export function countedNetwork(address: string): string | null {
  const plain = address
    .trim()
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/^::ffff:(?=\d+\.)/, "");
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(plain)) return isPrivateIpv4(plain) ? null : plain;
  if (plain.length > 45 || !plain.includes(":")) return null;
  let groups: string[];
  try {
    groups = expanded(new URL(`http://[${plain.split("%")[0]}]`).hostname.slice(1, -1));
  } catch {
    return null;
  }
  const [first = "0"] = groups;
  const isPrivate =
    /^f[cd]/.test(first.padStart(4, "0")) ||
    /^fe[89ab]/.test(first) ||
    groups.slice(0, 7).every((group) => /^0*$/.test(group));
  return isPrivate ? null : `${groups.slice(0, 4).join(":")}::/64`;
}

function isPrivateIpv4(address: string): boolean {
  const [first = 0, second = 0] = address.split(".").map(Number);
  return (
    first === 0 ||
    first === 10 ||
    first === 127 ||
    (first === 192 && second === 168) ||
    (first === 172 && second >= 16 && second < 32) ||
    (first === 169 && second === 254) ||
    (first === 100 && second >= 64 && second < 128)
  );
}

/** All eight groups of an IPv6 address. */
function expanded(address: string): string[] {
  const [left = "", right] = address.split("::");
  const head = left === "" ? [] : left.split(":");
  const tail = right === undefined || right === "" ? [] : right.split(":");
  const zeros = right === undefined ? 0 : 8 - head.length - tail.length;
  return [...head, ...Array.from({ length: zeros }, () => "0"), ...tail];
}
