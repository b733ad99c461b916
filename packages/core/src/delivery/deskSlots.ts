import type { Transaction } from "../kernel/index.ts";
import { type Counter, fullWindow, type Slots, slotsOf } from "./automaticSlots.ts";
import type { WindowCaps } from "./loopCapOptions.ts";

const mostParts = 32;
/** A part has at least this many slots in ten minutes. */
const leastInPart = 8;

/**
 * The desk's slots are divided into parts, each a row with its share of the limits: concurrent commits rarely meet on
 * one row, and the limits of the desk are never exceeded.
 */
function partCount({ perTenMinutes, perHour, perDay }: Required<WindowCaps>): number {
  const fewest = Math.min(perTenMinutes, perHour, perDay);
  return Math.max(1, Math.min(mostParts, Math.floor(fewest / leastInPart)));
}

function partAt(
  { perTenMinutes, perHour, perDay }: Required<WindowCaps>,
  at: number,
  count: number,
): Counter {
  const share = (cap: number) => Math.floor((cap + count - 1 - at) / count);
  return {
    kind: "@desk",
    value: String(at),
    caps: { perTenMinutes: share(perTenMinutes), perHour: share(perHour), perDay: share(perDay) },
  };
}

/** The part to try first, a different one at each attempt. */
export function firstPart(caps: Required<WindowCaps>, caseId: string, attempt: number): Counter {
  let hash = attempt;
  for (const letter of caseId) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0;
  const count = partCount(caps);
  return partAt(caps, hash % count, count);
}

/** A part of the desk with a free slot, and its row: reading it again would find what others took since. */
export interface FreePart {
  readonly part: Counter;
  readonly row: Slots | undefined;
}

/** The first part with a free slot; null if there is none. */
export async function freePart(tx: Transaction, caps: Required<WindowCaps>): Promise<FreePart | null> {
  const count = partCount(caps);
  const parts = Array.from({ length: count }, (_, at) => partAt(caps, at, count));
  const slots = await slotsOf(tx, parts);
  const part = parts.find((one) => fullWindow(slots(one), one.caps, tx.now) === null);
  return part === undefined ? null : { part, row: slots(part) };
}
