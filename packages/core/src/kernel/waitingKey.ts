import { jobs } from "./jobTable.ts";
import type { Staging } from "./staging.ts";
import type { Transaction } from "./transaction.ts";

/**
 * Whether a job waits under a key, and will not be taken before this commit. One that a worker has taken loses the key:
 * it may have looked before what this command changes. The unique key of the table tells when another commit wrote it:
 * looking before the first attempt would cost every commit a read.
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
