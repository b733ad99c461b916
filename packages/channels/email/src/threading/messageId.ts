import { fingerprint, type Keyring, signatureLength } from "./keyring.ts";
import { decodeReference, encodeReference } from "./reference.ts";

/** Longest id that is kept; RFC 5322 allows a line of 998, and no mail system needs more than this. */
const longestMessageId = 512;

/**
 * A Message-ID, without angle brackets, that says which case it is of and proves that this desk made it. The same
 * idempotency key makes the same id, so a message sent twice can be known as one.
 */
export function signedMessageId(
  keyring: Keyring,
  domain: string,
  message: { readonly tenantId: string; readonly caseId: string; readonly idempotencyKey: string },
): string {
  const name = fingerprint(message.idempotencyKey);
  const signature = keyring.sign("message", message.tenantId, message.caseId, name);
  return `${name}.${encodeReference("cas_", message.caseId)}.${signature}@${domain}`;
}

/** The case that a Message-ID is signed for in this tenant, or null where it is not ours. */
export function caseOfMessageId(keyring: Keyring, tenantId: string, messageId: string): string | null {
  const local = messageId.slice(0, messageId.lastIndexOf("@")).toLowerCase();
  const first = local.indexOf(".");
  const last = local.lastIndexOf(".");
  if (first < 1 || last <= first || local.length - last - 1 !== signatureLength) return null;
  const caseId = decodeReference("cas_", local.slice(first + 1, last));
  if (caseId === null) return null;
  return keyring.isSigned(local.slice(last + 1), "message", tenantId, caseId, local.slice(0, first))
    ? caseId
    : null;
}

/**
 * The ids of a `Message-ID`, `In-Reply-To` or `References` field in the order written, without angle brackets. Takes
 * the unbracketed and comma-separated ones that some clients write; words that are no id are left out.
 */
export function parseMessageIds(field: string): readonly string[] {
  const bracketed = [...field.matchAll(/<([^<>]{1,1024})>/g)].map(([, id = ""]) => id);
  const found =
    bracketed.length > 0 ? bracketed : field.split(/[\s,;]+/).filter((word) => word.includes("@"));
  return found
    .map((id) => id.replace(/[\s\p{Cc}]+/gu, "").replace(/^<|>$/g, ""))
    .filter((id) => id !== "" && id.length <= longestMessageId);
}
