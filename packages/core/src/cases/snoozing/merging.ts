import type { Transaction } from "../../kernel/index.ts";
import { isEnded } from "../lifecycle.ts";
import type { CaseRow } from "../schema.ts";
import { putToSleep } from "./sleep.ts";
import { wake } from "./wake.ts";

/**
 * The snooze of a case that another was merged into: whoever was to look at either of them at some moment looks at both
 * then. Two that slept go on sleeping until the earlier moment; a customer who waited in one that was awake wakes the other.
 */
export async function settleSnooze(tx: Transaction, from: CaseRow, into: CaseRow): Promise<CaseRow> {
  if (into.snoozedUntil === null || isEnded(into.category)) return into;
  const { snoozedUntil } = from;
  if (snoozedUntil !== null) {
    const isEarlier = snoozedUntil < into.snoozedUntil;
    return isEarlier ? putToSleep(tx, into, snoozedUntil) : into;
  }
  return !isEnded(from.category) && from.waitingSince !== null ? wake(tx, into, "merged") : into;
}
