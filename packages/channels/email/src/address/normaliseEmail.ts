import { domainToASCII } from "node:url";

/** RFC 5321 s.4.5.3.1.3 allows 256 octets in a path; what relays really carry is longer, so this is only a bound. */
const longestAddress = 320;
const dotAtom = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~.-]+$/u;
const hostName = /^[\p{L}\p{M}\p{N}_-]+(?:[.。．｡][\p{L}\p{M}\p{N}_-]+)*$/u;

/**
 * The one form in which this package writes, compares and stores a mail address, or null if there is none.
 * Lower case throughout (no provider tells `Ann@` from `ann@`), domain as ASCII (`münchen.example` becomes
 * `xn--mnchen-3ya.example`, UTS 46), a local part outside ASCII in NFC, needless quotes, angle brackets, `mailto:` and
 * a closing dot removed. Plus forms and dots of the local part are kept: they may be other people.
 *
 * @example normaliseEmail(" <Ann.Lee@Müller.Example.> ") // "ann.lee@xn--mller-kva.example"
 */
export function normaliseEmail(address: string): string | null {
  if (address.length > longestAddress * 2) return null;
  const bare = address
    .trim()
    .replace(/^<(.*)>$/s, "$1")
    .replace(/^mailto:/i, "")
    .trim();
  const at = bare.lastIndexOf("@");
  if (at < 1) return null;
  const local = normaliseLocalPart(bare.slice(0, at));
  const domain = normaliseDomain(bare.slice(at + 1));
  if (local === null || domain === null) return null;
  const whole = `${local}@${domain}`;
  return whole.length > longestAddress ? null : whole;
}

/** The domain as {@link normaliseEmail} writes it, or null if it can't be one. */
export function normaliseDomain(domain: string): string | null {
  const bare = domain.trim().replace(/\.$/, "");
  if (/^\[[0-9a-z.:_-]+\]$/i.test(bare)) return bare.toLowerCase();
  if (!hostName.test(bare)) return null;
  // The URL parser behind domainToASCII would read a number as an IPv4 address and rewrite it.
  if (/(?:^|[.])[0-9]+$/.test(bare)) return bare.toLowerCase();
  return domainToASCII(bare) || null;
}

function normaliseLocalPart(local: string): string | null {
  const lower = local.normalize("NFC").toLowerCase();
  if (dotAtom.test(lower)) return lower;
  const quoted = /^"((?:[^"\\\p{Cc}]|\\[^\p{Cc}])*)"$/u.exec(lower)?.[1];
  if (quoted === undefined) return null;
  const content = quoted.replace(/\\(.)/gu, "$1");
  if (content === "") return null;
  return dotAtom.test(content) ? content : `"${content.replace(/["\\]/g, "\\$&")}"`;
}
