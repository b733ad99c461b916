import type { Claimable, ClaimQuery } from "@heedkit/core";
import { type Bound, claimOrder, type MysqlValue, type SqlTable } from "@heedkit/storage-sql";
import type { Session } from "./connecting/session.ts";
import { quoted, written } from "./literals.ts";
import { rollBack } from "./writing/committing.ts";

/**
 * Takes due rows that no other transaction has locked, in two round trips. A third where none was to be had: to see
 * whether there are more behind those that others are taking.
 */
export async function claimRows<Row extends Claimable>(
  session: Session,
  table: SqlTable<MysqlValue>,
  query: ClaimQuery<Row>,
): Promise<readonly Row[]> {
  const text = (bound: Bound<MysqlValue | null>) => written(bound, quoted);
  try {
    const [, first] = await session.run(["start transaction", text(table.lockDue(query))]);
    let found = first?.rows ?? [];
    if (found.length === 0) {
      const [, any] = await session.run(["rollback", text(table.due(query))]);
      if (any?.rows.length === 0) return [];
      const [, deep] = await session.run(["start transaction", text(table.lockDue(query, { deep: true }))]);
      found = deep?.rows ?? [];
    }
    const rows = found.map((values) => table.decode<Row>(values));
    const leasedUntil = query.now + query.leaseMs;
    const leases = rows.length === 0 ? [] : table.leases(rows, leasedUntil);
    await session.run([...leases.map(text), "commit"]);
    return rows.map((row) => ({ ...row, leasedUntil, fence: row.fence + 1 })).sort(claimOrder(query));
  } catch (error) {
    await rollBack(session);
    throw error;
  }
}
