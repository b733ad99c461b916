import { type Context, events, type Kernel, type Transaction, transact } from "../kernel/index.ts";
import type { Filter, Instant } from "../ports/index.ts";
import { append, blockSize } from "./append.ts";
import { headOf } from "./chain.ts";
import type { EventRow } from "./hashing.ts";
import { sealLate } from "./late.ts";
import type { AuditHead } from "./schema.ts";

/** All events are counted every this many blocks, to find those committed very late. */
const blocksBetweenCounts = 64;
/** How many blocks back late events are looked for each time. */
const recentBlocks = 16;

export interface SealLimits {
  /** Seals events up to this time. */
  readonly until: Instant;
  /** Maximum number of blocks to add. */
  readonly blocks: number;
  /** Looks for late events from the first one on, rather than only among the newest blocks. */
  readonly isThorough: boolean;
}

/**
 * Seals committed events that are not sealed yet. Returns how many regular blocks it added: if that is the maximum,
 * there may be more to seal.
 */
export async function sealTenant(
  context: Context,
  { until, blocks, isThorough }: SealLimits,
): Promise<number> {
  let countsAll = isThorough;
  let added = 0;
  while (added < blocks) {
    const head = await transact(context, (tx) => sealFresh(context.kernel, tx, until));
    if (head === null) break;
    if (head.sequence % blocksBetweenCounts === 0) countsAll = true;
    added++;
  }
  await sealLate(context, countsAll ? Number.POSITIVE_INFINITY : recentBlocks);
  return added;
}

/** Adds a block of the events after the reach, oldest first; null if there are none. */
async function sealFresh(kernel: Kernel, tx: Transaction, until: Instant): Promise<AuditHead | null> {
  const head = await headOf(tx, tx.tenantId);
  const beyond: Filter<EventRow> = { field: "id", above: head.reachEventId };
  const page = await tx.find(events, { where: beyond, limit: blockSize });
  const young = page.findIndex(({ at }) => at > until);
  const settled = young === -1 ? page : page.slice(0, young);
  return settled.length === 0 ? null : append(kernel, tx, head, "regular", settled);
}
