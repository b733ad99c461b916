import type { EventCommit } from "./tables.ts";

/**
 * Orders commits by their ids, which follow the clocks of the processes that made them; where that contradicts the
 * versions of the rows they wrote, the versions win. So clocks that differ never put a reply before the opening.
 */
export function inCommitOrder(commits: readonly EventCommit[]): readonly EventCommit[] {
  const byId = [...commits].sort((left, right) => (left.id < right.id ? -1 : 1));
  const before = predecessors(byId);
  const ordered = new Set<EventCommit>();
  const begun = new Set<EventCommit>();
  for (const commit of byId) {
    const stack = [commit];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const isBegun = begun.has(top);
      begun.add(top);
      // Reads of one commit are not of one moment, so a circle is possible: what is under way is not waited for.
      const missing = isBegun ? [] : (before.get(top) ?? []).filter((one) => !begun.has(one));
      if (missing.length > 0) {
        stack.push(...missing);
        continue;
      }
      ordered.add(top);
      stack.pop();
    }
  }
  return [...ordered];
}

/** For each commit, the one before it on each of its rows. */
function predecessors(commits: readonly EventCommit[]): ReadonlyMap<EventCommit, readonly EventCommit[]> {
  const byRow = new Map<string, { readonly rank: number; readonly commit: EventCommit }[]>();
  for (const commit of commits)
    for (const [id, rank] of Object.entries(commit.ranks)) {
      const known = byRow.get(id) ?? [];
      byRow.set(id, known);
      known.push({ rank, commit });
    }
  const before = new Map<EventCommit, EventCommit[]>();
  for (const ranked of byRow.values()) {
    // Stable: commits of the same rank stay in the order of their ids.
    ranked.sort((left, right) => left.rank - right.rank);
    for (const [at, { commit }] of ranked.entries()) {
      const previous = ranked[at - 1]?.commit;
      if (previous !== undefined) before.set(commit, [...(before.get(commit) ?? []), previous]);
    }
  }
  return before;
}
