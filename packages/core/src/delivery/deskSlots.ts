import type { Transaction } from "../kernel/index.ts";
import { type Counter, fullWindow, type Slots, slotsOf } from "./automaticSlots.ts";
import type { WindowCaps } from "./loopCapOptions.ts";

const mostParts = 32;
/** A part has at least so many slots in ten minutes. */
const leastInPart = 8;

/**
 * The desk's slots in parts, each a row with its share of the caps: commits that send at the same time seldom meet on
 * one row, and the caps of the desk are never exceeded.
 */
export function deskParts(caps: Required<WindowCaps>): readonly Counter[] {
  const fewest = Math.min(caps.perTenMinutes, caps.perHour, caps.perDay);
  const count = Math.max(1, Math.min(mostParts, Math.floor(fewest / leastInPart)));
  return Array.from({ length: count }, (_, at) => {
    const share = (cap: number) => Math.floor((cap + count - 1 - at) / count);
    const { perTenMinutes, perHour, perDay } = caps;
    return {
      kind: "@desk",
      value: String(at),
      caps: { perTenMinutes: share(perTenMinutes), perHour: share(perHour), perDay: share(perDay) },
    };
  });
}

/** The part to look at first, another at each attempt. */
export function firstPart(parts: readonly Counter[], caseId: string, attempt: number): Counter | undefined {
  let hash = attempt;
  for (const letter of caseId) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0;
  return parts[hash % parts.length];
}

/** A part of the desk with a slot left, and the row that says so: reading it again would find what others took since. */
export interface FreePart {
  readonly part: Counter;
  readonly row: Slots | undefined;
}

/** The first part that has a slot left; null where none has. */
export async function freePart(tx: Transaction, parts: readonly Counter[]): Promise<FreePart | null> {
  const slots = await slotsOf(tx, parts);
  const part = parts.find((one) => fullWindow(slots(one), one.caps, tx.now) === null);
  return part === undefined ? null : { part, row: slots(part) };
}
