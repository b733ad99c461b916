/** The kinds of mismatch. */
export const faultCodes = [
  /** The anchor belongs to another tenant, or covers more than there is. */
  "anchor-beyond-end",
  /** Block and anchor differ: the chain was rewritten. */
  "anchor-mismatch",
  "block-missing",
  "block-changed",
  "block-out-of-order",
  "event-missing",
  "event-changed",
  "event-data-changed",
  "event-unknown",
  /** The data is gone, and no record of the erasure mentions this event. */
  "erasure-unrecorded",
  /** The record of the erasure is not signed by the desk's keys, or has the signature of another record. */
  "erasure-forged",
] as const;

export type AuditFaultCode = (typeof faultCodes)[number];

/** The first mismatch found. */
export interface AuditFault {
  readonly code: AuditFaultCode;
  /** A description. */
  readonly message: string;
  /** Number of the block in which it was found. */
  readonly sequence: number;
  /** The event concerned; null if it is the block itself. */
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
