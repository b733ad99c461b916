/** What does not fit. */
export const faultCodes = [
  /** The anchor is of another tenant, or tells of more than there is. */
  "anchor-beyond-end",
  /** Block and anchor differ: the chain was written anew. */
  "anchor-mismatch",
  "block-missing",
  "block-changed",
  "block-out-of-order",
  "event-missing",
  "event-changed",
  "event-data-changed",
  "event-unknown",
  /** The data is gone, and no record of the erasure tells of this event. */
  "erasure-unrecorded",
  /** The record of the erasure bears no signature of the desk's keys, or one of another record. */
  "erasure-forged",
] as const;

export type AuditFaultCode = (typeof faultCodes)[number];

/** The first thing that does not fit. */
export interface AuditFault {
  readonly code: AuditFaultCode;
  /** In words. */
  readonly message: string;
  /** Number of the block at which it was found. */
  readonly sequence: number;
  /** The event concerned; null where it is the block itself. */
  readonly eventId: string | null;
}

export function faultOf(
  code: AuditFaultCode,
  sequence: number,
  message: string,
  eventId: string | null = null,
): AuditFault {
  return { code, message, sequence, eventId };
}
