import { createHash } from "node:crypto";
import { type Keyring, shortestSignature, signatureLength } from "./keyring.ts";
import { decodeReference, encodeReference } from "./reference.ts";

/** RFC 5321 s.4.5.3.1.1. */
const longestLocalPart = 64;
const digestLength = 6;
const prefix = "msg_";

/** What a signed return path proves: which message bounced, and for whom. */
export interface ReturnPath {
  readonly messageId: string;
  /** Beginning of the SHA-256 (hex) of the recipient, as `deliver` was given it. */
  readonly recipientDigest: string;
}

/**
 * The address that a copy for one recipient is sent from (VERP), such as
 * `support+01h455…k7qd-3f9ac1mz4e…@shop.example`: message, recipient, signature over both and the tenant. Only the
 * recipient's side ever sees it, so mail to it is the recipient's own, or a server's that tried to reach them. The
 * signature is as long as 64 octets allow; null where not enough of it would fit.
 */
export function signedReturnPath(
  keyring: Keyring,
  address: string,
  {
    tenantId,
    messageId,
    recipient,
  }: { readonly tenantId: string; readonly messageId: string; readonly recipient: string },
): string | null {
  const at = address.lastIndexOf("@");
  const recipientDigest = createHash("sha256").update(recipient).digest("hex").slice(0, digestLength);
  const unsigned = `${address.slice(0, at)}+${encodeReference(prefix, messageId)}-${recipientDigest}`;
  const room = longestLocalPart - Buffer.byteLength(unsigned);
  if (room < shortestSignature) return null;
  const signature = keyring.sign("return", tenantId, messageId, recipientDigest);
  return `${unsigned}${signature.slice(0, room)}${address.slice(at)}`;
}

/** The longest local part of an address whose return paths have room for a signature. */
export const longestReturnLocalPart =
  longestLocalPart - `+${"x".repeat(26)}-`.length - digestLength - shortestSignature;

/** What an address proves in this tenant, or null where it is not a return path of ours. */
export function readReturnPath(keyring: Keyring, tenantId: string, address: string): ReturnPath | null {
  const local = address.slice(0, address.lastIndexOf("@")).toLowerCase();
  if (local.length > longestLocalPart || !local.includes("+")) return null;
  const tag = local.slice(local.lastIndexOf("+") + 1);
  const dash = tag.lastIndexOf("-");
  const recipientDigest = tag.slice(dash + 1, dash + 1 + digestLength);
  const signature = tag.slice(dash + 1 + digestLength);
  if (dash < 1 || signature.length < shortestSignature || signature.length > signatureLength) return null;
  const messageId = decodeReference(prefix, tag.slice(0, dash));
  if (messageId === null) return null;
  return keyring.isSigned(signature, "return", tenantId, messageId, recipientDigest)
    ? { messageId, recipientDigest }
    : null;
}
