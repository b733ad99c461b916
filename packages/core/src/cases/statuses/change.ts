import { SupportError } from "../../errors/index.ts";
import type { Transaction } from "../../kernel/index.ts";
import { noteSettingsEdit } from "../definitions/edit.ts";
import { casesState } from "../state.ts";
import type { StatusBook } from "./book.ts";
import { type StatusRow, statuses } from "./schema.ts";

type Changes = Partial<Omit<StatusRow, "id" | "tenantId" | "version" | "createdAt" | "updatedAt">>;

/** The statuses as this transaction sees them, whatever other processes have in mind. */
export async function statusesNow(tx: Transaction): Promise<StatusBook> {
  // Edits guard each other by the revision: what is read here is what it stands for.
  await noteSettingsEdit(tx);
  return (await tx.use(casesState).definitions.current(tx)).statuses;
}

/** Stages changes of a status. What is changed of the code's is kept as a row from then on. */
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

/** The same without an event of its own. */
export async function keepStatus(tx: Transaction, status: StatusRow, changes: Changes): Promise<StatusRow> {
  const { tenantId, version, createdAt, updatedAt, ...values } = status;
  const kept = await tx.get(statuses, status.key);
  if (kept === null) return tx.insert(statuses, { ...values, ...changes });
  const { category, source } = status;
  return tx.update(statuses, kept, { category, source, ...changes });
}

/** Makes a status the one of its category. @throws SupportError INVALID_INPUT for an archived one */
export async function makeDefault(tx: Transaction, book: StatusBook, status: StatusRow): Promise<void> {
  if (status.archived)
    throw new SupportError("INVALID_INPUT", `The status "${status.key}" is archived. Restore it first.`);
  for (const other of book.all)
    if (other.category === status.category && other.key !== status.key && other.isDefault)
      await keepStatus(tx, other, { isDefault: false });
}

function differs(status: StatusRow, name: string, value: unknown): boolean {
  const held: unknown = Object.entries(status).find(([column]) => column === name)?.[1];
  return value !== undefined && JSON.stringify(held) !== JSON.stringify(value);
}
