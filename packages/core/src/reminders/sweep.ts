import { activeOrNobody } from "../agents/index.ts";
import { type CaseRow, cases, findSurvivor } from "../cases/index.ts";
import { defineSweep, type Sweep, type Transaction } from "../kernel/index.ts";
import { subjectOf } from "./news.ts";
import { type ReminderRow, reminders } from "./schema.ts";

/**
 * Reminds when the moment has come. Of several workers that hold the same reminder, the one whose fence is the newest
 * commits; the row version rules out a reminder that has just been completed.
 */
export const reminderSweep: Sweep = defineSweep({
  name: "reminders",
  table: reminders,
  async handle(tx, taken) {
    const row = await tx.get(reminders, taken.id);
    if (row === null || row.fence !== taken.fence || row.dueAt === null) return;
    if (row.dueAt > tx.now) {
      tx.update(reminders, row, { leasedUntil: null });
      return;
    }
    await fire(tx, row);
  },
});

async function fire(tx: Transaction, row: ReminderRow): Promise<void> {
  const found = await caseOf(tx, row);
  const agentId = await whomToRemind(tx, row, found);
  const due = tx.update(reminders, row, {
    ...(agentId === null ? {} : { agentId }),
    caseId: found?.id ?? null,
    state: "due",
    firedAt: tx.now,
    dueAt: null,
    leasedUntil: null,
  });
  const data = { reminderId: due.id, agentId, caseId: due.caseId };
  tx.emit("reminder.due", await subjectOf(tx, due), data);
}

/** Its case, or the one that goes on for it; null for none, or where it was erased. */
async function caseOf(tx: Transaction, { caseId }: ReminderRow): Promise<CaseRow | null> {
  const found = caseId === null ? null : await tx.get(cases, caseId);
  return found === null ? null : findSurvivor(tx, found);
}

/** Its agent; the assignee of its case where that agent has left, for what was promised there is to be kept. */
async function whomToRemind(
  tx: Transaction,
  { agentId }: ReminderRow,
  found: CaseRow | null,
): Promise<string | null> {
  return (await activeOrNobody(tx, agentId)) ?? activeOrNobody(tx, found?.assigneeId ?? null);
}
