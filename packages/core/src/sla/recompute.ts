import { type CaseRow, cases } from "../cases/index.ts";
import {
  defineRepeatedWalk,
  type Read,
  startWalk,
  type Transaction,
  type WalkRow,
  type WalkRunner,
} from "../kernel/index.ts";
import type { Filter, Instant } from "../ports/index.ts";
import { writeClocks } from "./clockRows.ts";
import type { Definitions } from "./definitions.ts";
import type { DefinitionsStore } from "./definitionsStore.ts";
import { decide } from "./engine.ts";
import { promisesFor } from "./measure.ts";
import { type ClockRow, slaClocks } from "./schema.ts";

/** Open clocks are measured again by one walk, which starts over when definitions are edited once more. */
export const recomputeKey = { walk: "sla.recompute", key: "clocks" } as const;

/** Has all open clocks measured again, batch by batch; one that was on the way starts over. */
export function beginRecompute(tx: Transaction, dueAt: Instant): Promise<WalkRow> {
  return startWalk(tx, { ...recomputeKey, data: {}, again: "anyway", dueAt });
}

/**
 * Running clocks first, then paused ones; and again, until none is left that was resumed, paused or made in the meantime.
 */
export function recomputeWalk(store: DefinitionsStore): WalkRunner {
  return defineRepeatedWalk({
    name: recomputeKey.walk,
    table: slaClocks,
    lane: "normal",
    async passes(read) {
      // What another process edited counts for each batch.
      store.forget(read.tenantId);
      const definitions = await store.current(read);
      return [stale(definitions, "running"), stale(definitions, "paused")];
    },
    async step(tx, rows) {
      const definitions = await store.current(tx);
      await store.archive(tx, definitions);
      return measureAgain(tx, store, definitions, rows);
    },
  });
}

/** How many open clocks are still measured by older definitions. */
export async function countStale(read: Read, store: DefinitionsStore): Promise<number> {
  const definitions = await store.current(read);
  const running = await read.count(slaClocks, stale(definitions, "running"));
  return running + (await read.count(slaClocks, stale(definitions, "paused")));
}

/** Open clocks that were measured by other definitions. */
function stale({ revision }: Definitions, state: "running" | "paused"): Filter<ClockRow> {
  return {
    and: [
      { field: "state", is: state },
      { field: "definitions", isNot: revision },
    ],
  };
}

async function measureAgain(
  tx: Transaction,
  store: DefinitionsStore,
  definitions: Definitions,
  rows: readonly ClockRow[],
): Promise<number> {
  let changed = 0;
  for (const [found, clocks] of await byCase(tx, rows)) {
    if (found === null) {
      for (const row of clocks) tx.update(slaClocks, row, { definitions: definitions.revision });
      continue;
    }
    const promises = await promisesFor(tx, store, definitions, found, clocks);
    const after = decide(clocks, { kind: "changed", because: "policy" }, found, promises, tx.now);
    const written = await writeClocks(tx, found, clocks, after, definitions);
    for (const [at, row] of written.entries()) {
      if (row !== clocks[at]) changed++;
      if (row.definitions !== definitions.revision)
        tx.update(slaClocks, row, { definitions: definitions.revision });
    }
  }
  return changed;
}

async function byCase(
  tx: Transaction,
  rows: readonly ClockRow[],
): Promise<readonly (readonly [CaseRow | null, readonly ClockRow[]])[]> {
  const grouped = new Map<string, ClockRow[]>();
  for (const row of rows) {
    const clocks = grouped.get(row.caseId);
    if (clocks === undefined) grouped.set(row.caseId, [row]);
    else clocks.push(row);
  }
  return Promise.all(
    [...grouped].map(async ([caseId, clocks]) => [await tx.get(cases, caseId), clocks] as const),
  );
}
