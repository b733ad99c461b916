import { SupportError } from "../../errors/index.ts";
import type { Transaction } from "../../kernel/index.ts";
import type { Instant } from "../../ports/index.ts";
import { isEnded, refuseMerged } from "../lifecycle.ts";
import { type CaseRow, cases } from "../schema.ts";
import { caseSnoozes } from "./schema.ts";

/** Keeps a case out of the queues until a moment. @throws SupportError INVALID_TRANSITION for one that is in none */
export async function putToSleep(tx: Transaction, found: CaseRow, until: Instant): Promise<CaseRow> {
  refuseMerged(found);
  if (isEnded(found.category) || found.spam) throw inNoQueue(found);
  if (found.snoozedUntil === until) return found;
  await setAlarm(tx, found.id, until);
  const { id: caseId, customerId, snoozedUntil: before } = found;
  tx.emit("case.snoozed", { caseId, customerId }, { caseId, until, before });
  return tx.update(cases, found, { snoozedUntil: until });
}

async function setAlarm(tx: Transaction, caseId: string, dueAt: Instant): Promise<void> {
  const set = await tx.findOne(caseSnoozes, { field: "caseId", is: caseId });
  if (set === null) tx.insert(caseSnoozes, { caseId, dueAt, fence: 0 });
  else tx.update(caseSnoozes, set, { dueAt, leasedUntil: null });
}

function inNoQueue({ id: caseId, code, spam }: CaseRow): SupportError {
  const text = spam
    ? `${code} is spam and in no queue. Mark it as none with cases.markSpam before you snooze it.`
    : `${code} is solved or closed and in no queue. Reopen it before you snooze it.`;
  return new SupportError("INVALID_TRANSITION", text, { details: { caseId } });
}
