import { type AuditFault, faultOf } from "./faults.ts";
import type { AuditBlock, AuditHead } from "./schema.ts";

/** Whether a head that was saved elsewhere still matches its block. */
export function checkAnchor(anchor: AuditHead, block: AuditBlock): AuditFault | null {
  if (block.hash === anchor.hash && block.total === anchor.events) return null;
  return faultOf(
    "anchor-mismatch",
    block.sequence,
    `Block ${block.sequence} has a different hash than when the head was saved: the chain was rewritten.`,
  );
}

/** The block of a given head is missing. */
export function beyondEnd({ sequence, events }: AuditHead, end: number): AuditFault {
  return faultOf(
    "anchor-beyond-end",
    sequence,
    `The seal reached block ${sequence} (${events} events) when the head was saved, but now ends at block ${end}: the end was cut off.`,
  );
}

export function foreignAnchor({ tenantId, sequence }: AuditHead, ours: string): AuditFault {
  const message = `The given head belongs to the tenant "${tenantId}", not "${ours}".`;
  return faultOf("anchor-mismatch", sequence, message);
}
