import { jobs } from "./jobTable.ts";
import type { Staging } from "./staging.ts";
import type { Transaction } from "./transaction.ts";

/**
 * Whether a job is waiting under a key, and will not be claimed before this commit. A claimed job loses the key: it may
 * have read before what this command changes. The table's unique key detects a concurrent write: a look-up before the
 * first attempt would cost a read for every commit.
 */
export async function isWaiting(
  tx: Pick<Transaction, "attempt" | "findOne">,
  staging: Staging,
  key: string,
): Promise<boolean> {
  if (tx.attempt === 1) return staging.hasStaged(jobs, (job) => job.key === key);
  const holder = await tx.findOne(jobs, { field: "key", is: key });
  if (holder === null) return false;
  const waits = holder.leasedUntil === null;
  staging.write(jobs, holder, waits ? {} : { key: null }, { fence: holder.fence });
  return waits;
}
