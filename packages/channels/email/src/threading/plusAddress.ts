import { type Keyring, signatureLength } from "./keyring.ts";
import { decodeReference, encodeReference } from "./reference.ts";

/** RFC 5321 s.4.5.3.1.1. */
const longestLocalPart = 64;

/**
 * The address that answers to a case are sent to, such as `support+01h455…k7qd@shop.example`: desk, case, signature.
 * Null where the local part would be longer than 64 octets; the signed Message-ID then threads alone.
 */
export function signedPlusAddress(
  keyring: Keyring,
  address: string,
  tenantId: string,
  caseId: string,
): string | null {
  const at = address.lastIndexOf("@");
  const local = `${address.slice(0, at)}+${encodeReference("cas_", caseId)}${keyring.sign("plus", tenantId, caseId)}`;
  return Buffer.byteLength(local) > longestLocalPart ? null : `${local}${address.slice(at)}`;
}

/**
 * The case that an address is signed for in this tenant, or null. Any desk's address will do: the signature proves that
 * we made it, and the desk may have been renamed since.
 */
export function caseOfPlusAddress(keyring: Keyring, tenantId: string, address: string): string | null {
  const local = address.slice(0, address.lastIndexOf("@")).toLowerCase();
  // A desk's address may have a plus of its own; the tag has none.
  const tag = local.slice(local.lastIndexOf("+") + 1);
  if (!local.includes("+") || tag.length <= signatureLength || local.length > longestLocalPart) return null;
  const caseId = decodeReference("cas_", tag.slice(0, -signatureLength));
  if (caseId === null) return null;
  return keyring.isSigned(tag.slice(-signatureLength), "plus", tenantId, caseId) ? caseId : null;
}
