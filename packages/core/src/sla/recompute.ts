import { type CaseRow, cases } from "../cases/index.ts";
import {
  defineRepeatedWalk,
  type Read,
  startWalk,
  type Transaction,
  type WalkData,
  type WalkRow,
  type WalkRunner,
} from "../kernel/index.ts";
import type { Filter, Instant } from "../ports/index.ts";
import { choosePolicies } from "./choosePolicy.ts";
import { stamped, writeClocks } from "./clockRows.ts";
import type { Definitions } from "./definitions.ts";
import type { DefinitionsStore } from "./definitionsStore.ts";
import { decide } from "./engine.ts";
import { measuring, promisesFor, uncertain } from "./measure.ts";
import { type ClockRow, slaClocks } from "./schema.ts";

/** Open clocks are measured again by one walk, which starts over when definitions are edited once more. */
export const recomputeKey = { walk: "sla.recompute", key: "clocks" } as const;

/** Has all open clocks measured again, batch by batch; one that was on the way starts over. */
export function beginRecompute(tx: Transaction, dueAt: Instant): Promise<WalkRow> {
  const data = { pass: tx.newId("slr") };
  return startWalk(tx, { ...recomputeKey, data, again: "anyway", dueAt });
}

/**
 * Running clocks first, then paused ones; and again, until none is left that was resumed, paused or made in the meantime.
 */
export function recomputeWalk(store: DefinitionsStore): WalkRunner {
  return defineRepeatedWalk({
    name: recomputeKey.walk,
    table: slaClocks,
    lane: "normal",
    async passes(read, data) {
      // What another process edited counts for each batch.
      store.forget(read.tenantId);
      const definitions = await store.current(read);
      return [stale(definitions, data, "running"), stale(definitions, data, "paused")];
    },
    async step(tx, rows, data) {
      const definitions = await store.current(tx);
      await store.archive(tx, definitions);
      return measureAgain(tx, store, definitions, rows, data);
    },
  });
}

/** How many open clocks a recomputation has yet to look at. */
export async function countStale(read: Read, store: DefinitionsStore, data: WalkData): Promise<number> {
  const definitions = await store.current(read);
  const running = await read.count(slaClocks, stale(definitions, data, "running"));
  return running + (await read.count(slaClocks, stale(definitions, data, "paused")));
}

/** Open clocks that were measured by other definitions, or not with certainty; without those that this pass looked at. */
function stale({ revision }: Definitions, data: WalkData, state: "running" | "paused"): Filter<ClockRow> {
  return {
    and: [
      { field: "state", is: state },
      { field: "definitions", isNot: revision },
      { field: "definitions", isNot: passOf(data) },
    ],
  };
}

/** What clocks record in this pass if a plugin failed to load what their policy depends on. */
function passOf({ pass }: WalkData): string {
  return uncertain(String(pass));
}

async function measureAgain(
  tx: Transaction,
  store: DefinitionsStore,
  definitions: Definitions,
  rows: readonly ClockRow[],
  data: WalkData,
): Promise<number> {
  let changed = 0;
  const grouped = await byCase(tx, rows);
  const measured = grouped.flatMap(({ found, clocks }) => (found === null ? [] : [{ found, clocks }]));
  const policies = await choosePolicies(tx, definitions, measured);
  for (const { found, clocks } of grouped) {
    if (found === null) {
      stamped(tx, clocks, definitions);
      continue;
    }
    const chosen = policies.get(found.id);
    const promises = await promisesFor(tx, store, definitions, { found, clocks }, chosen);
    const after = decide(clocks, { kind: "changed", because: "policy" }, found, promises, tx.now);
    const by = measuring(definitions, chosen, passOf(data));
    const written = await writeClocks(tx, found, clocks, after, by);
    changed += written.filter((row, at) => row !== clocks[at]).length;
    stamped(tx, written, by);
  }
  return changed;
}

async function byCase(
  tx: Transaction,
  rows: readonly ClockRow[],
): Promise<readonly { readonly found: CaseRow | null; readonly clocks: readonly ClockRow[] }[]> {
  const grouped = new Map<string, ClockRow[]>();
  for (const row of rows) {
    const clocks = grouped.get(row.caseId);
    if (clocks === undefined) grouped.set(row.caseId, [row]);
    else clocks.push(row);
  }
  return Promise.all(
    [...grouped].map(async ([caseId, clocks]) => ({ found: await tx.get(cases, caseId), clocks })),
  );
}
