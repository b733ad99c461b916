import type { Transaction } from "../../kernel/index.ts";
import type { WakeCause } from "../events.ts";
import { type CaseRow, cases } from "../schema.ts";
import { caseSnoozes } from "./schema.ts";

/** Brings a snoozed case back to the queues. One that is awake stays as it is. */
export async function wake(tx: Transaction, found: CaseRow, because: WakeCause): Promise<CaseRow> {
  const { id: caseId, customerId, snoozedUntil: until } = found;
  if (until === null) return found;
  const due = await tx.findOne(caseSnoozes, { field: "caseId", is: caseId });
  if (due !== null) tx.delete(caseSnoozes, due);
  tx.emit("case.woken", { caseId, customerId }, { caseId, because, until });
  return tx.update(cases, found, { snoozedUntil: null });
}
