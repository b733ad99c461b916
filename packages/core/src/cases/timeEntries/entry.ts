import { SupportError } from "../../errors/index.ts";
import { forbidden, type Read, type Transaction } from "../../kernel/index.ts";
import type { CaseRow } from "../schema.ts";
import { type TimeEntryRow, timeEntries } from "./schema.ts";

/** Time entries of one case. */
const most = 1_000;

/** @throws SupportError NOT_FOUND */
export async function requireEntry(read: Pick<Read, "get">, timeEntryId: string): Promise<TimeEntryRow> {
  const entry = await read.get(timeEntries, timeEntryId);
  if (entry !== null) return entry;
  throw noEntry(timeEntryId);
}

export function noEntry(timeEntryId: string): SupportError {
  return new SupportError("NOT_FOUND", `There is no time entry ${timeEntryId}.`, {
    details: { timeEntryId },
  });
}

/** An entry that is to be changed. @throws SupportError NOT_FOUND; ARCHIVED; FORBIDDEN as {@link requireOwnTime} */
export async function requireChangeable(tx: Transaction, timeEntryId: string): Promise<TimeEntryRow> {
  const entry = await requireEntry(tx, timeEntryId);
  await requireOwnTime(tx, entry.agentId);
  if (entry.archivedAt === null) return entry;
  throw new SupportError(
    "ARCHIVED",
    `The time entry ${timeEntryId} is archived and can't be changed. Create a new one with timeEntries.create.`,
    { details: { timeEntryId } },
  );
}

/** Agents log time of their own; that of others is for those who manage agents. @throws SupportError FORBIDDEN */
export async function requireOwnTime(tx: Transaction, agentId: string): Promise<void> {
  const { actor } = tx;
  if (actor.kind === "agent" && actor.id === agentId) return;
  if (!(await tx.may("agents.write"))) throw forbidden(tx, "agents.write");
}

/** @throws SupportError INVALID_INPUT for a case that has as many entries as it may */
export async function refuseTooMany(tx: Transaction, { id: caseId, code }: CaseRow): Promise<void> {
  if ((await tx.count(timeEntries, { field: "caseId", is: caseId })) < most) return;
  throw new SupportError(
    "INVALID_INPUT",
    `${code} has ${most} time entries, the most that a case may have. Add the time to one of them with timeEntries.update.`,
    { details: { caseId } },
  );
}
