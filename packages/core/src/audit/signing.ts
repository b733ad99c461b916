import { hex } from "../kernel/index.ts";
import { canonicalJson } from "./canonicalJson.ts";
import type { EventRow } from "./hashing.ts";

/** A secret of the host that signs erasures. Keep it where those who can write to the database can't read it. */
export interface AuditKey {
  /** Written beside each signature, so that keys can be replaced. */
  readonly id: string;
  /** At least 32 characters, from a random source. */
  readonly secret: string;
}

/** Beside a record of an erasure: which key signed it, and its HMAC-SHA-256 in lower-case hex. */
export interface ErasureSignature {
  readonly key: string;
  readonly mac: string;
}

/** What a record of an erasure says: its place, who asked for it, when, why, and which events it erased. */
export type ErasureRecord = Pick<EventRow, "tenantId" | "id" | "at" | "actor"> & {
  readonly eventIds: readonly string[];
  readonly reason: string;
};

/** Signs with the first key; null where there is none. */
export async function signErasure(
  keys: readonly AuditKey[],
  record: ErasureRecord,
): Promise<ErasureSignature | null> {
  const [newest] = keys;
  return newest === undefined ? null : { key: newest.id, mac: await macOf(newest, record) };
}

/** Whether a signature was made with one of the keys over this very record. */
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
