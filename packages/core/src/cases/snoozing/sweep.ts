import { defineSweep, type Sweep } from "../../kernel/index.ts";
import { cases } from "../schema.ts";
import { caseSnoozes } from "./schema.ts";
import { wake } from "./wake.ts";

/**
 * Wakes the cases that are due. Of several workers that hold the same row, the one whose fence is the newest commits; the
 * version of the case keeps it from waking twice.
 */
export const snoozeSweep: Sweep = defineSweep({
  name: "snooze",
  table: caseSnoozes,
  async handle(tx, taken) {
    const row = await tx.get(caseSnoozes, taken.id);
    if (row === null || row.fence !== taken.fence) return;
    const found = await tx.get(cases, row.caseId);
    const until = found?.snoozedUntil ?? null;
    if (found === null || until === null) tx.delete(caseSnoozes, row);
    else if (until > tx.now) tx.update(caseSnoozes, row, { dueAt: until, leasedUntil: null });
    else await wake(tx, found, "due");
  },
});
