import * as z from "zod";
import { type Case, cases } from "../cases/index.ts";
import {
  authorize,
  type Context,
  defineTable,
  instant,
  type JobHandlers,
  type Transaction,
  transact,
} from "../kernel/index.ts";
import type { Filter, Instant, RowOf } from "../ports/index.ts";
import { writeClocks } from "./clockRows.ts";
import type { Definitions } from "./definitions.ts";
import type { DefinitionsStore } from "./definitionsStore.ts";
import { decide } from "./engine.ts";
import { promisesFor } from "./measure.ts";
import { type ClockRow, slaClocks } from "./schema.ts";

declare module "../kernel/transaction.ts" {
  interface SupportJobs {
    /** A batch of open clocks to measure by the policies as they are now. `after`: the last clock that was done. */
    "sla.recompute": { readonly recomputeId: string; readonly after: string | null };
  }
}

export const slaRecomputes = defineTable("slaRecomputes", {
  comment: "Recomputations of open clocks after edits of policies or calendars, and how far each has come.",
  idPrefix: "slc",
  fields: {
    state: z.enum(["waiting", "running", "done", "superseded"]),
    looked: z.int().describe("Open clocks looked at so far."),
    changed: z.int().describe("Of these, how many have another target now."),
    createdAt: instant(),
    updatedAt: instant(),
    finishedAt: instant().nullable(),
  },
  indexes: { byTime: ["tenantId", "createdAt"] },
});

export type Recompute = RowOf<typeof slaRecomputes>;

/** How far the newest recomputation has come. */
export interface RecomputeProgress extends Recompute {
  /** Open clocks that are measured by older definitions. */
  readonly remaining: number;
}

/** The newest recomputation; null when there was none. */
export async function recomputeProgress(
  context: Context,
  store: DefinitionsStore,
): Promise<RecomputeProgress | null> {
  await authorize(context, "sla.read");
  return transact(context, async (tx) => {
    const [newest] = await tx.find(slaRecomputes, {
      orderBy: [
        { field: "createdAt", direction: "descending" },
        { field: "id", direction: "descending" },
      ],
      limit: 1,
    });
    if (newest === undefined) return null;
    const { tenantId, storage } = context;
    const where = {
      and: [{ field: "tenantId", is: tenantId } as const, stale(await store.current(tx), null)],
    };
    return { ...newest, remaining: await storage.count(slaClocks, where) };
  });
}

/** Begins one by hand: after a deployment that changed policies or calendars kept in the code. */
export async function startRecompute(context: Context): Promise<Recompute> {
  await authorize(context, "sla.write");
  return transact(context, (tx) => beginRecompute(tx, tx.now));
}

/** Clocks of one commit. */
const batch = 200;

/** Has all open clocks measured anew, batch by batch; one that was on the way is superseded. */
export async function beginRecompute(tx: Transaction, dueAt: Instant): Promise<Recompute> {
  const earlier = await tx.find(slaRecomputes, {
    where: { field: "state", in: ["waiting", "running"] },
    limit: 100,
  });
  for (const row of earlier) tx.update(slaRecomputes, row, { state: "superseded", finishedAt: tx.now });
  const made = tx.insert(slaRecomputes, { state: "waiting", looked: 0, changed: 0 });
  await tx.enqueue("sla.recompute", { recomputeId: made.id, after: null }, { dueAt });
  return made;
}

/** Each batch is one commit with the job of the next, so that a crash loses nothing and repeats nothing. */
export function recomputeJobs(store: DefinitionsStore): JobHandlers {
  return {
    "sla.recompute": {
      async run({ data: { recomputeId, after }, context, complete }) {
        store.forget(context.tenantId);
        await complete(async (tx) => {
          const run = await tx.get(slaRecomputes, recomputeId);
          if (run === null || (run.state !== "waiting" && run.state !== "running")) return;
          const definitions = await store.current(tx);
          await store.archive(tx, definitions);
          const rows = await tx.find(slaClocks, {
            where: stale(definitions, after),
            orderBy: [{ field: "id" }],
            limit: batch,
          });
          const changed = await measureAnew(tx, store, definitions, rows);
          const last = rows.at(-1);
          const isDone = last === undefined || rows.length < batch;
          tx.update(slaRecomputes, run, {
            state: isDone ? "done" : "running",
            looked: run.looked + rows.length,
            changed: run.changed + changed,
            finishedAt: isDone ? tx.now : null,
          });
          if (!isDone) await tx.enqueue("sla.recompute", { recomputeId, after: last.id });
        });
      },
    },
  };
}

function stale({ revision }: Definitions, after: string | null): Filter<ClockRow> {
  const open: Filter<ClockRow>[] = [
    { field: "state", in: ["running", "paused"] },
    { field: "definitions", isNot: revision },
  ];
  return { and: after === null ? open : [...open, { field: "id", above: after }] };
}

async function measureAnew(
  tx: Transaction,
  store: DefinitionsStore,
  definitions: Definitions,
  rows: readonly ClockRow[],
): Promise<number> {
  let changed = 0;
  for (const [found, clocks] of await byCase(tx, rows)) {
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
): Promise<readonly (readonly [Case, readonly ClockRow[]])[]> {
  const grouped = new Map<string, ClockRow[]>();
  for (const row of rows) grouped.set(row.caseId, [...(grouped.get(row.caseId) ?? []), row]);
  const found = await Promise.all(
    [...grouped].map(async ([caseId, clocks]) => [await tx.get(cases, caseId), clocks] as const),
  );
  return found.flatMap(([row, clocks]) => (row === null ? [] : [[row, clocks] as const]));
}
