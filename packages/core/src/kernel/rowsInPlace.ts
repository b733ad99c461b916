import { SupportError } from "../errors/index.ts";
import type { Keyed, Table } from "../ports/index.ts";

/**
 * Rejects writing another tenant's row, which code may have kept from another call, and changing a row's tenant or id.
 *
 * @throws SupportError FORBIDDEN
 */
export function refuseMoved(tenantId: string, { name }: Table, row: Keyed, patch: object = {}): void {
  const moved: Partial<Keyed> = patch;
  const isMoved =
    (moved.tenantId !== undefined && moved.tenantId !== row.tenantId) ||
    (moved.id !== undefined && moved.id !== row.id);
  if (row.tenantId === tenantId && !isMoved) return;
  const what = isMoved ? "gets another tenant or id" : "belongs to another tenant";
  throw new SupportError(
    "FORBIDDEN",
    `The row ${row.id} of "${name}" ${what}. Read it in this transaction.`,
    {
      details: { table: name },
    },
  );
}
