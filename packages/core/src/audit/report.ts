import type { Instant } from "../ports/index.ts";
import type { RecordedErasure } from "./checkEvent.ts";
import type { AuditFault } from "./faults.ts";
import type { InspectedBlock } from "./inspectBlock.ts";
import type { AuditBlock, AuditHead } from "./schema.ts";

/** What is counted for each recorded erasure. */
export interface VerifiedErasure extends RecordedErasure {
  /** How many of the inspected events it erased. */
  readonly events: number;
}

export interface AuditReport {
  /** True if everything that is sealed is unchanged. */
  readonly isValid: boolean;
  /** The first mismatch; null if there is none. */
  readonly fault: AuditFault | null;
  /** How far the seal was verified; null if nothing is sealed, or the first block does not match. */
  readonly reach: AuditHead | null;
  /** Verified blocks and events. */
  readonly checked: { readonly blocks: number; readonly events: number };
  /** Events whose data was erased, and the recorded erasures. */
  readonly erased: number;
  readonly erasures: readonly VerifiedErasure[];
  /** Erased events whose erasure is not signed: anybody who can write to the database may have erased them. */
  readonly unproven: number;
  /**
   * Events sealed after a block had passed their place: slow commits, or rows inserted by hand. Lists the first
   * hundred.
   */
  readonly late: number;
  readonly lateEvents: readonly {
    readonly eventId: string;
    readonly at: Instant;
    readonly sealedAt: Instant;
  }[];
  /** Events that are not sealed yet; null if a fault stopped the verification earlier. */
  readonly unsealed: number | null;
}

const mostLate = 100;

/** A report under construction. */
export type Draft = { -readonly [Key in keyof AuditReport]: AuditReport[Key] } & {
  readonly erasedBy: Map<string, VerifiedErasure>;
  waiting: number;
};

export function emptyDraft(): Draft {
  return {
    isValid: true,
    fault: null,
    reach: null,
    checked: { blocks: 0, events: 0 },
    erased: 0,
    erasures: [],
    unproven: 0,
    late: 0,
    lateEvents: [],
    unsealed: null,
    erasedBy: new Map(),
    waiting: 0,
  };
}

export function failed(draft: Draft, fault: AuditFault): AuditReport {
  return reportOf({ ...draft, isValid: false, fault });
}

export function reportOf({ erasedBy, waiting: _waiting, ...report }: Draft): AuditReport {
  return { ...report, erasures: [...erasedBy.values()] };
}

/** Counts a valid block. */
export function countIn(draft: Draft, block: AuditBlock, { rows, erased, waiting }: InspectedBlock): void {
  const { blocks, events } = draft.checked;
  draft.checked = { blocks: blocks + 1, events: events + block.events };
  for (const record of erased) {
    const before = draft.erasedBy.get(record.eventId)?.events ?? 0;
    draft.erasedBy.set(record.eventId, { ...record, events: before + 1 });
  }
  draft.erased += erased.length;
  draft.unproven += erased.filter(({ isProven }) => !isProven).length;
  draft.waiting += waiting;
  if (block.kind !== "late") return;
  draft.late += block.events;
  const named = rows.map(({ id, at }) => ({ eventId: id, at, sealedAt: block.sealedAt }));
  draft.lateEvents = [...draft.lateEvents, ...named].slice(0, mostLate);
}
