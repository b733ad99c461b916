import { digest, type events } from "../kernel/index.ts";
import type { RowOf } from "../ports/index.ts";
import { canonicalJson } from "./canonicalJson.ts";
import type { AuditBlock, AuditEntry } from "./schema.ts";

export type EventRow = RowOf<typeof events>;

/** The previous hash of the first block. */
export const noHash = "0".repeat(64);

// Each kind of hash has its own prefix, so that none can pass for another.

/** The hash of a block's content: everything but its id and the hash itself. */
export function blockHash({ id: _id, hash: _hash, ...block }: AuditBlock): Promise<string> {
  return digest(`heedkit audit 1 block\n${canonicalJson(block)}`);
}

export function entriesHash(entries: readonly AuditEntry[]): Promise<string> {
  return digest(`heedkit audit 1 entries\n${canonicalJson(entries)}`);
}

/** Everything of an event but its data: facts and ids that survive the erasure of a person. */
export function envelopeHash(event: EventRow): Promise<string> {
  const { tenantId, id, type, at, actor, caseId, customerId, correlationId, causationId } = event;
  const envelope = { tenantId, id, type, at, actor, caseId, customerId, correlationId, causationId };
  return digest(`heedkit audit 1 event\n${canonicalJson(envelope)}`);
}

/** Commits to data without revealing it: without the salt, guesses can't be checked. */
export function dataHash(salt: string, data: EventRow["data"]): Promise<string> {
  return digest(`heedkit audit 1 data\n${salt}\n${canonicalJson(data)}`);
}

export async function entryOf(event: EventRow, salt: string): Promise<AuditEntry> {
  const [envelope, data] = await Promise.all([envelopeHash(event), dataHash(salt, event.data)]);
  return [event.id, envelope, data];
}
