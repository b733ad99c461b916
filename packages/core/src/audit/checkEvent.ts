import { erasedData, events } from "../kernel/index.ts";
import { canonicalJson } from "./canonicalJson.ts";
import type { Reader } from "./chain.ts";
import { type AuditFault, faultOf } from "./faults.ts";
import { dataHash, type EventRow, envelopeHash } from "./hashing.ts";
import type { AuditEntry, AuditSalt } from "./schema.ts";
import { type AuditKey, isSigned } from "./signing.ts";

const bareData = canonicalJson(erasedData);

/** A recorded erasure, read from its event. */
export interface RecordedErasure {
  /** The event of type `audit.redacted`. */
  readonly eventId: string;
  readonly at: number;
  readonly actor: EventRow["actor"];
  readonly reason: string;
  /**
   * Whether one of the desk's keys signed the record. Without keys, anybody who can write to the database can make one.
   */
  readonly isProven: boolean;
}

export interface Erasures {
  /** Whether the desk has keys, and therefore signs what it erases. */
  readonly isSigning: boolean;
  /** The record of an event's erasure; null if `redactedBy` is not a record or is about other events. */
  recordOf(redactedBy: string, eventId: string): Promise<RecordedErasure | null>;
}

/** Whether an event is as it was sealed, or its erasure is recorded. */
export async function checkEvent(
  event: EventRow | undefined,
  [id, envelope, data]: AuditEntry,
  salt: AuditSalt,
  sequence: number,
  erasures: Erasures,
): Promise<AuditFault | RecordedErasure | null> {
  const fault = (code: AuditFault["code"], message: string) => faultOf(code, sequence, message, id);
  if (event === undefined)
    return fault("event-missing", `Event ${id}, sealed in block ${sequence}, was removed.`);
  const what = `Event ${id} (${event.type}), sealed in block ${sequence},`;
  if ((await envelopeHash(event)) !== envelope)
    return fault(
      "event-changed",
      `${what} was changed: its type, time, tenant, actor, case, customer, cause or correlation is not as sealed.`,
    );
  if (typeof salt === "string") {
    if ((await dataHash(salt, event.data)) === data) return null;
    return fault("event-data-changed", `${what} was changed: its data or salt does not match the seal.`);
  }
  const record = await erasures.recordOf(salt.redactedBy, id);
  if (record === null)
    return fault(
      "erasure-unrecorded",
      `${what} is marked as erased, but no record of an erasure names it: the mark may hide a change.`,
    );
  if (erasures.isSigning && !record.isProven)
    return fault(
      "erasure-forged",
      `${what} is marked as erased by ${record.eventId}, which is not signed by any of the desk's keys: the mark may hide a change.`,
    );
  if (canonicalJson(event.data) === bareData) return record;
  return fault("event-data-changed", `${what} is recorded as erased but still has data.`);
}

const mostRemembered = 16;

/** Looks up records of erasures and caches the last few, as events are erased by the hundred. */
export function erasuresFrom(reader: Reader, keys: readonly AuditKey[]): Erasures {
  const remembered = new Map<
    string,
    { readonly record: RecordedErasure; readonly ids: ReadonlySet<string> }
  >();
  return {
    isSigning: keys.length > 0,
    async recordOf(redactedBy, eventId) {
      const known = remembered.get(redactedBy) ?? (await look(reader, keys, redactedBy));
      if (known === null) return null;
      remembered.delete(redactedBy);
      remembered.set(redactedBy, known);
      const [oldest] = remembered.keys();
      if (remembered.size > mostRemembered && oldest !== undefined) remembered.delete(oldest);
      return known.ids.has(eventId) ? known.record : null;
    },
  };
}

async function look(reader: Reader, keys: readonly AuditKey[], redactedBy: string) {
  const [event] = await reader.find(events, { where: { field: "id", is: redactedBy }, limit: 1 });
  if (event === undefined || event.type !== "audit.redacted" || !Array.isArray(event.data.eventIds))
    return null;
  const { id, at, actor, data, tenantId } = event;
  const eventIds = event.data.eventIds.map(String);
  const reason = String(data.reason);
  const isProven = await isSigned(keys, { tenantId, id, at, actor, eventIds, reason }, data.signature);
  return { record: { eventId: id, at, actor, reason, isProven }, ids: new Set(eventIds) };
}
