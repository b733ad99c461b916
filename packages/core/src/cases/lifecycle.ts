import { SupportError } from "../errors/index.ts";
import type { Transaction } from "../kernel/index.ts";
import { latest } from "./moments.ts";
import { type CaseRow, cases } from "./schema.ts";
import { type CaseSettings, requireStatus } from "./settings.ts";

/** @throws SupportError NOT_FOUND */
export async function requireCase(tx: Pick<Transaction, "get">, caseId: string): Promise<CaseRow> {
  const found = await tx.get(cases, caseId);
  if (found !== null) return found;
  throw noCase(caseId);
}

/** The error for a case that does not exist, or is hidden from the caller. */
export function noCase(given: string): SupportError {
  return new SupportError("NOT_FOUND", `There is no case ${given}.`, { details: { caseId: given } });
}

/** The case that a case was merged into, or itself. */
export async function survivingCase(tx: Pick<Transaction, "get">, first: CaseRow): Promise<CaseRow> {
  let current = first;
  while (current.mergedIntoId !== null) current = await requireCase(tx, current.mergedIntoId);
  return current;
}

/** The same, or null if a case on the trail was erased. */
export async function findSurvivor(tx: Pick<Transaction, "get">, first: CaseRow): Promise<CaseRow | null> {
  let current: CaseRow | null = first;
  while (current !== null && current.mergedIntoId !== null)
    current = await tx.get(cases, current.mergedIntoId);
  return current;
}

/** @throws SupportError INVALID_TRANSITION for a case that was merged into another. */
export function refuseMerged(found: CaseRow): void {
  if (found.mergedIntoId === null) return;
  throw new SupportError("INVALID_TRANSITION", `${found.code} was merged into another case. Use that one.`, {
    details: { caseId: found.id, intoId: found.mergedIntoId },
  });
}

/**
 * Moves a case to a status. A closed case stays closed unless it is reopened; a solved one that gets an unsolved status
 * is reopened.
 */
export function changeStatus(
  tx: Transaction,
  settings: CaseSettings,
  found: CaseRow,
  to: string,
  because: "customer" | "agent",
): CaseRow {
  const status = requireStatus(settings, to);
  if (found.status === status.key) return found;
  const ended = isEnded(found.category);
  const ends = isEnded(status.category);
  if (found.category === "closed" && because === "agent") {
    throw new SupportError(
      "INVALID_TRANSITION",
      `${found.code} is closed. Open a follow-up with cases.followUp instead of changing its status.`,
      { details: { caseId: found.id } },
    );
  }
  const solvedAt = ends ? (found.solvedAt ?? latest(found.openedAt, tx.now)) : null;
  const changed = tx.update(cases, found, {
    status: status.key,
    category: status.category,
    solvedAt,
    closedAt: status.category === "closed" ? latest(solvedAt, tx.now) : null,
    waitingSince: ends ? null : found.waitingSince,
    reopenCount: found.reopenCount + (ended && !ends ? 1 : 0),
  });
  const subject = { caseId: found.id, customerId: found.customerId };
  tx.emit("case.statusChanged", subject, {
    caseId: found.id,
    from: found.status,
    to: status.key,
    fromCategory: found.category,
    toCategory: status.category,
  });
  if (ended && !ends) tx.emit("case.reopened", subject, { caseId: found.id, because });
  return changed;
}

export function isEnded(category: CaseRow["category"]): boolean {
  return category === "solved" || category === "closed";
}
