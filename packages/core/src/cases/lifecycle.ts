import { SupportError } from "../errors/index.ts";
import type { Transaction } from "../kernel/index.ts";
import type { CasesDeps } from "./create.ts";
import { requireForSolving } from "./fields/write.ts";
import { latest } from "./moments.ts";
import { type CaseRow, cases, type StatusCategory } from "./schema.ts";
import { useStatus } from "./statuses/use.ts";

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

/** A status by its key, or the default of a category. */
type Destination = string | { readonly category: StatusCategory };

/**
 * Moves a case to a status. A closed case stays closed unless it is reopened; a solved one that gets an unsolved status
 * is reopened. Solving requires the own fields that are marked as required by then.
 *
 * @throws SupportError INVALID_INPUT for an unknown status, and for missing fields; ARCHIVED;
 * INVALID_TRANSITION for a closed case
 */
export async function changeStatus(
  tx: Transaction,
  { definitions }: Pick<CasesDeps, "definitions">,
  found: CaseRow,
  to: Destination,
  because: "customer" | "agent",
): Promise<CaseRow> {
  if (found.status === to) return found;
  const { statuses, fields } = await definitions.current(tx);
  const wanted = typeof to === "string" ? statuses.requireUsable(to) : statuses.defaultOf(to.category);
  if (found.status === wanted.key) return found;
  if (found.category === "closed" && because === "agent") {
    throw new SupportError(
      "INVALID_TRANSITION",
      `${found.code} is closed. Open a follow-up with cases.followUp instead of changing its status.`,
      { details: { caseId: found.id } },
    );
  }
  const status = await useStatus(tx, statuses, wanted);
  const ended = isEnded(found.category);
  const ends = isEnded(status.category);
  if (ends && !ended && because === "agent") requireForSolving(fields, found.fields);
  const solvedAt = ends ? (found.solvedAt ?? latest(found.openedAt, tx.now)) : null;
  const changed = tx.update(cases, found, {
    ...status,
    solvedAt,
    closedAt: status.category === "closed" ? latest(solvedAt, tx.now) : null,
    waitingSince: ends ? null : found.waitingSince,
    reopenCount: found.reopenCount + (ended && !ends ? 1 : 0),
  });
  const subject = { caseId: found.id, customerId: found.customerId };
  tx.emit("case.statusChanged", subject, {
    caseId: found.id,
    from: found.status,
    to: status.status,
    fromCategory: found.category,
    toCategory: status.category,
  });
  if (ended && !ends) tx.emit("case.reopened", subject, { caseId: found.id, because });
  return changed;
}

export function isEnded(category: CaseRow["category"]): boolean {
  return category === "solved" || category === "closed";
}
