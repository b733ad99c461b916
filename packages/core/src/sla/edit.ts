import type { Transaction } from "../kernel/index.ts";
import { revisionId } from "./definitionsStore.ts";
import { beginRecompute } from "./recompute.ts";
import { slaRevisions } from "./schema.ts";
import { slaState } from "./state.ts";

/**
 * Marks policies or calendars as changed in this commit, so that every process notices and open clocks are measured
 * again.
 */
export async function noteEdit(tx: Transaction): Promise<void> {
  const row = await tx.get(slaRevisions, revisionId);
  const revision = (row?.revision ?? 0) + 1;
  if (row === null) tx.insert(slaRevisions, { id: revisionId, revision });
  else tx.update(slaRevisions, row, { revision });
  tx.emit("sla.definitionsChanged", {}, { revision });
  await beginRecompute(tx, tx.now + tx.use(slaState).settleMs);
}
