/**
 * The id of a case in the characters that survive in a local part whatever mail systems do to its case. Ids of Heedkit
 * lose their `cas_`, because 64 octets must hold desk, case and signature (RFC 5321 s.4.5.3.1.1).
 */
export function encodeCaseReference(caseId: string): string {
  if (/^cas_[0-9a-z]+$/.test(caseId)) return caseId.slice(4);
  if (/^[0-9a-z._-]+$/.test(caseId)) return `_${caseId}`;
  return `=${Buffer.from(caseId, "utf8").toString("hex")}`;
}

/** Undoes {@link encodeCaseReference}; null for what it never makes. */
export function decodeCaseReference(reference: string): string | null {
  if (/^[0-9a-z]+$/.test(reference)) return `cas_${reference}`;
  if (/^_[0-9a-z._-]+$/.test(reference)) return reference.slice(1);
  if (/^=(?:[0-9a-f]{2})+$/.test(reference)) return Buffer.from(reference.slice(1), "hex").toString("utf8");
  return null;
}
