import { type AuditFault, faultOf } from "./faults.ts";
import type { AuditBlock, AuditHead } from "./schema.ts";

/** Whether a head that was kept elsewhere still is what its block says. */
export function checkAnchor(anchor: AuditHead, block: AuditBlock): AuditFault | null {
  if (block.hash === anchor.hash && block.total === anchor.events) return null;
  return faultOf(
    "anchor-mismatch",
    block.sequence,
    `Block ${block.sequence} has another hash than when the head was kept: the chain was written anew.`,
  );
}

/** A block that a head tells of is not there. */
export function beyondEnd({ sequence, events }: AuditHead, end: number): AuditFault {
  return faultOf(
    "anchor-beyond-end",
    sequence,
    `The seal reached block ${sequence} (${events} events) when the head was kept; now it ends at block ${end}. The end was cut off.`,
  );
}

export function foreignAnchor({ tenantId, sequence }: AuditHead, ours: string): AuditFault {
  const message = `The head that was given is of the tenant "${tenantId}", not of "${ours}".`;
  return faultOf("anchor-mismatch", sequence, message);
}
