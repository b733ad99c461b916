import { SupportError } from "../../errors/index.ts";
import type { Transaction } from "../../kernel/index.ts";
import { noteSettingsEdit } from "../definitions/edit.ts";
import { casesState } from "../state.ts";
import type { StatusBook } from "./book.ts";
import { type StatusRow, statuses } from "./schema.ts";

type Changes = Partial<Omit<StatusRow, "id" | "tenantId" | "version" | "createdAt" | "updatedAt">>;

/** The statuses as of this transaction, never a cached copy. */
export async function statusesNow(tx: Transaction): Promise<StatusBook> {
  // Concurrent edits conflict on the revision.
  await noteSettingsEdit(tx);
  return (await tx.use(casesState).definitions.current(tx)).statuses;
}

/** Stages changes to a status. A status of the code gets a row of its own with its first change. */
export async function changeStatusRow(
  tx: Transaction,
  status: StatusRow,
  changes: Changes,
): Promise<StatusRow> {
  const { key } = status;
  if (!Object.entries(changes).some(([name, value]) => differs(status, name, value))) return status;
  tx.emit("status.updated", {}, { key, fields: Object.keys(changes) });
  return keepStatus(tx, status, changes);
}

/** The same without an event. */
export async function keepStatus(tx: Transaction, status: StatusRow, changes: Changes): Promise<StatusRow> {
  const { tenantId, version, createdAt, updatedAt, ...values } = status;
  const kept = await tx.get(statuses, status.key);
  if (kept === null) return tx.insert(statuses, { ...values, ...changes });
  const { category, source } = status;
  return tx.update(statuses, kept, { category, source, ...changes });
}

/** Makes a status the default of its category. @throws SupportError ARCHIVED */
export async function makeDefault(tx: Transaction, book: StatusBook, status: StatusRow): Promise<void> {
  if (status.archivedAt !== null)
    throw new SupportError(
      "ARCHIVED",
      `The status "${status.key}" is archived. Restore it with statuses.restore first.`,
      { details: { status: status.key } },
    );
  for (const other of book.all)
    if (other.category === status.category && other.key !== status.key && other.isDefault)
      await keepStatus(tx, other, { isDefault: false });
}

function differs(status: StatusRow, name: string, value: unknown): boolean {
  const held: unknown = Object.entries(status).find(([column]) => column === name)?.[1];
  return value !== undefined && JSON.stringify(held) !== JSON.stringify(value);
}
