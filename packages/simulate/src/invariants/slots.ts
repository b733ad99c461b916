import { jobs } from "@heedkit/core";
import type { Faults } from "../world/faults.ts";
import type { Ledger } from "../world/ledger.ts";

/** The default time limits of a delivery and of any other attempt. */
const longestRunMs = { others: 15 * 60_000, delivery: 5 * 60_000 };

/** How late a stalled heartbeat arrives. */
const longestStallMs = 120_000;

/** No attempt keeps its lease and slot beyond its time limit, however silent its peer is. */
export function* slotFaults({ entries }: Ledger, { struck }: Faults): Generator<string> {
  // A paused process can't release anything.
  if (struck.has("process is stopped past its lease")) return;
  const taken = new Map<string, { readonly by: string; readonly elapsed: number; readonly kind: string }>();
  for (const { by, elapsed, ...entry } of entries) {
    if (entry.kind === "claim" && entry.table === jobs.name)
      for (const row of entry.rows) taken.set(row.id, { by, elapsed, kind: String(Object(row).kind) });
    for (const change of entry.kind === "commit" ? entry.changes : []) {
      if (change.kind !== "update" || change.table.name !== jobs.name) continue;
      const held = taken.get(change.key.id);
      if (held?.by !== by || typeof change.set?.leasedUntil !== "number") continue;
      const boundMs = held.kind === "delivery.send" ? longestRunMs.delivery : longestRunMs.others;
      if (elapsed - held.elapsed <= boundMs + longestStallMs) continue;
      yield `${by} still holds the job ${change.key.id} (${held.kind}) after ${elapsed - held.elapsed} ms.`;
      taken.delete(change.key.id);
    }
  }
}
