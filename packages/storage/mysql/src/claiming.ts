import type { Claimable, ClaimQuery } from "@heedkit/core";
import { claimOrder, type MysqlValue, type SqlTable } from "@heedkit/storage-sql";
import type { Session } from "./connecting/session.ts";
import { quoted, written } from "./literals.ts";
import { rollBack } from "./writing/committing.ts";

/** Takes due rows that no other transaction has locked, in two round trips. */
export async function claimRows<Row extends Claimable>(
  session: Session,
  table: SqlTable<MysqlValue>,
  query: ClaimQuery<Row>,
): Promise<readonly Row[]> {
  const due = written(table.lockDue(query), quoted);
  const leasedUntil = query.now + query.leaseMs;
  try {
    const [, found] = await session.run(["start transaction", due]);
    const rows = (found?.rows ?? []).map((values) => table.decode<Row>(values));
    const leases = rows.length === 0 ? [] : table.leases(rows, leasedUntil);
    await session.run([...leases.map((bound) => written(bound, quoted)), "commit"]);
    return rows.map((row) => ({ ...row, leasedUntil, fence: row.fence + 1 })).sort(claimOrder(query));
  } catch (error) {
    await rollBack(session);
    throw error;
  }
}
