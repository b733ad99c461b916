import { type CaseRow, cases } from "../cases/index.ts";
import type { RoomJobHandlers, SupportJobs, Transaction } from "../kernel/index.ts";
import type { Filter, Instant } from "../ports/index.ts";
import { writeClocks } from "./clockRows.ts";
import type { Definitions } from "./definitions.ts";
import type { DefinitionsStore } from "./definitionsStore.ts";
import { decide } from "./engine.ts";
import { promisesFor } from "./measure.ts";
import { type ClockRow, type RecomputeRow, slaClocks, slaRecomputes } from "./schema.ts";

declare module "../kernel/transaction.ts" {
  interface SupportJobs {
    /**
     * A batch of open clocks in one state to measure by the current policies. `after`: the last clock done; null for
     * the first batch.
     */
    "sla.recompute": {
      readonly recomputeId: string;
      readonly state: "running" | "paused";
      readonly after: string | null;
    };
  }
}

/** Clocks of one commit. */
const batch = 200;

/** Has all open clocks measured again, in batches; a recomputation in progress is superseded. */
export async function beginRecompute(tx: Transaction, dueAt: Instant): Promise<RecomputeRow> {
  const earlier = await tx.find(slaRecomputes, {
    where: { field: "state", in: ["waiting", "running"] },
    limit: 100,
  });
  for (const row of earlier) tx.update(slaRecomputes, row, { state: "superseded", finishedAt: tx.now });
  const made = tx.insert(slaRecomputes, { state: "waiting", looked: 0, changed: 0 });
  await tx.enqueue("sla.recompute", { recomputeId: made.id, state: "running", after: null }, { dueAt });
  return made;
}

/** Each batch is one commit with the next batch's job, so that a crash loses nothing and repeats nothing. */
export function recomputeJobs(store: DefinitionsStore): RoomJobHandlers {
  return {
    "sla.recompute": {
      async run({ data, context, complete }) {
        store.forget(context.tenantId);
        await complete(async (tx) => {
          const run = await tx.get(slaRecomputes, data.recomputeId);
          if (run === null || (run.state !== "waiting" && run.state !== "running")) return;
          const definitions = await store.current(tx);
          await store.archive(tx, definitions);
          const rows = await staleClocks(tx, definitions, data.state, data.after);
          const changed = await measureAnew(tx, store, definitions, rows);
          const next = await nextBatch(tx, definitions, data, rows);
          tx.update(slaRecomputes, run, {
            state: next === null ? "done" : "running",
            looked: run.looked + rows.length,
            changed: run.changed + changed,
            finishedAt: next === null ? tx.now : null,
          });
          if (next !== null) await tx.enqueue("sla.recompute", next);
        });
      },
    },
  };
}

/**
 * Running clocks first, then paused ones, and repeat until none is left that was resumed, paused or created in between.
 */
async function nextBatch(
  tx: Transaction,
  definitions: Definitions,
  data: SupportJobs["sla.recompute"],
  rows: readonly ClockRow[],
): Promise<SupportJobs["sla.recompute"] | null> {
  const last = rows.at(-1);
  if (rows.length === batch && last !== undefined) return { ...data, after: last.id };
  if (data.state === "running") return { ...data, state: "paused", after: null };
  const done = new Set(rows.map(({ id }) => id));
  for (const state of ["running", "paused"] as const) {
    const left = await staleClocks(tx, definitions, state, null);
    if (left.some(({ id }) => !done.has(id))) return { ...data, state, after: null };
  }
  return null;
}

function staleClocks(
  tx: Transaction,
  definitions: Definitions,
  state: "running" | "paused",
  after: string | null,
): Promise<readonly ClockRow[]> {
  const where = stale(definitions, state);
  const later: Filter<ClockRow> = after === null ? where : { and: [where, { field: "id", above: after }] };
  return tx.find(slaClocks, { where: later, orderBy: [{ field: "id" }], limit: batch });
}

/** Open clocks that were measured by different definitions. */
export function stale({ revision }: Definitions, state: "running" | "paused"): Filter<ClockRow> {
  return {
    and: [
      { field: "state", is: state },
      { field: "definitions", isNot: revision },
    ],
  };
}

async function measureAnew(
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
