import { hex } from "../kernel/index.ts";
import { canonicalJson } from "./canonicalJson.ts";
import type { EventRow } from "./hashing.ts";

/** A secret of the host that signs erasures. Keep it where nobody who can write to the database can read it. */
export interface AuditKey {
  /** Stored with each signature, so that keys can be rotated. */
  readonly id: string;
  /** At least 32 characters, from a random source. */
  readonly secret: string;
}

/** Stored with a record of an erasure: which key signed it, and its HMAC-SHA-256 in lower-case hex. */
export interface ErasureSignature {
  readonly key: string;
  readonly mac: string;
}

/** What a record of an erasure covers: its place, actor, time, reason and the erased events. */
export type ErasureRecord = Pick<EventRow, "tenantId" | "id" | "at" | "actor"> & {
  readonly eventIds: readonly string[];
  readonly reason: string;
};

/** Signs with the first key; null without keys. */
export async function signErasure(
  keys: readonly AuditKey[],
  record: ErasureRecord,
): Promise<ErasureSignature | null> {
  const [newest] = keys;
  return newest === undefined ? null : { key: newest.id, mac: await macOf(newest, record) };
}

/** Whether a signature of this record was made with one of the keys. */
export async function isSigned(
  keys: readonly AuditKey[],
  record: ErasureRecord,
  signature: unknown,
): Promise<boolean> {
  if (typeof signature !== "object" || signature === null) return false;
  const { key, mac } = signature as Partial<Record<keyof ErasureSignature, unknown>>;
  const signer = keys.find(({ id }) => id === key);
  return signer !== undefined && (await macOf(signer, record)) === mac;
}

async function macOf({ secret }: AuditKey, record: ErasureRecord): Promise<string> {
  const { tenantId, id, at, actor, eventIds, reason } = record;
  const text = `heedkit audit 1 erasure\n${canonicalJson({ tenantId, id, at, actor, eventIds, reason })}`;
  const encoder = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), algorithm, false, ["sign"]);
  return hex(new Uint8Array(await crypto.subtle.sign("HMAC", key, encoder.encode(text))));
}
