/**
 * An id in the characters that survive in a local part whatever mail systems do to its case. Ids of Heedkit lose their
 * prefix (`cas_`, `msg_`), because 64 octets must hold desk, id and signature (RFC 5321 s.4.5.3.1.1).
 */
export function encodeReference(prefix: string, id: string): string {
  const bare = id.startsWith(prefix) ? id.slice(prefix.length) : "";
  if (/^[0-9a-z]+$/.test(bare)) return bare;
  if (/^[0-9a-z._-]+$/.test(id)) return `_${id}`;
  return `=${Buffer.from(id, "utf8").toString("hex")}`;
}

/** Undoes {@link encodeReference}; null for what it never makes. */
export function decodeReference(prefix: string, reference: string): string | null {
  if (/^[0-9a-z]+$/.test(reference)) return `${prefix}${reference}`;
  if (/^_[0-9a-z._-]+$/.test(reference)) return reference.slice(1);
  if (/^=(?:[0-9a-f]{2})+$/.test(reference)) return Buffer.from(reference.slice(1), "hex").toString("utf8");
  return null;
}
