import { events, keyOf } from "@heedkit/core";
import type { Follower } from "../workload/followers.ts";
import type { Ledger } from "../world/ledger.ts";
import type { State } from "./state.ts";

/** Every follower sees each event once, in the order of positions, and those about one row in the order of its versions. */
export function* followerFaults(
  state: State,
  ledger: Ledger,
  followers: readonly Follower[],
): Generator<string> {
  const toldOf = eventsOfRows(ledger);
  for (const { name, seen } of followers) {
    const ids = new Set(seen.map(({ id }) => id));
    const missed = state.events.filter(({ id }) => !ids.has(id));
    if (missed.length > 0) yield `${name} missed ${missed.length} events, such as ${missed[0]?.type}.`;
    if (ids.size < seen.length) yield `${name} was given ${seen.length - ids.size} events twice.`;
    for (const [at, { position }] of seen.entries())
      if (position !== at + 1) {
        yield `${name} was given position ${position} as number ${at + 1}.`;
        break;
      }
    const positions = new Map(seen.map(({ id, position }) => [id, position]));
    for (const [row, told] of toldOf) {
      const order = told.map((id) => positions.get(id) ?? 0);
      if (!order.every((position, at) => at === 0 || (order[at - 1] ?? 0) < position)) {
        yield `${name} was given what happened to ${row} in another order than it was committed.`;
        break;
      }
    }
  }
}

/** For each row with versions, an event of each commit that wrote it, in commit order. */
function eventsOfRows({ entries }: Ledger): ReadonlyMap<string, readonly string[]> {
  const toldOf = new Map<string, string[]>();
  for (const entry of entries) {
    const changes = entry.kind === "commit" ? entry.changes : [];
    const event = changes.find(({ kind, table }) => kind === "insert" && table.name === events.name);
    if (event?.kind !== "insert") continue;
    for (const change of changes) {
      const values = change.kind === "insert" ? change.row : change.kind === "update" ? change.set : null;
      if (values?.version === undefined) continue;
      const { id } = keyOf(change);
      const row = `${change.table.name} ${id}`;
      toldOf.set(row, [...(toldOf.get(row) ?? []), event.row.id]);
    }
  }
  return toldOf;
}
