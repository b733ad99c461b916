import { SupportError } from "../errors/index.ts";
import type { Filter, Keyed, Table } from "../ports/index.ts";
import type { Transaction } from "./transaction.ts";

/**
 * Rejects a value of a unique field that another row has, so that the caller learns which one, instead of getting the
 * same conflict at each attempt. @throws SupportError ALREADY_EXISTS
 */
export async function refuseTaken<Row extends Keyed>(
  tx: Pick<Transaction, "findOne">,
  table: Table<Row>,
  field: keyof Row & string,
  value: string | null | undefined,
  ownId?: string,
): Promise<void> {
  if (value === null || value === undefined) return;
  // The mapped type of leaves cannot be seen through the generic row.
  const holder = await tx.findOne(table, { field, is: value } as Filter<Row>);
  if (holder === null || holder.id === ownId) return;
  const isArchived = "archivedAt" in holder && holder.archivedAt !== null;
  throw new SupportError(
    "ALREADY_EXISTS",
    isArchived
      ? `${holder.id} of "${table.name}" already has this ${field} and is archived. Restore it, or choose another ${field}.`
      : `${holder.id} of "${table.name}" already has this ${field}. Use that row, or choose another ${field}.`,
    { details: { table: table.name, field, id: holder.id } },
  );
}
