import type { EventCommit } from "./tables.ts";

/**
 * Orders commits by id, which follows the clocks of their processes; where that contradicts the versions of the rows
 * they wrote, versions win. So differing clocks never put a reply before the opening.
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
      // Reads of one commit are not from a single instant, so a cycle is possible: nodes being visited are skipped.
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

/** For each commit, the previous one on each of its rows. */
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
    // Stable: commits of equal rank stay in id order.
    ranked.sort((left, right) => left.rank - right.rank);
    for (const [at, { commit }] of ranked.entries()) {
      const previous = ranked[at - 1]?.commit;
      if (previous !== undefined) before.set(commit, [...(before.get(commit) ?? []), previous]);
    }
  }
  return before;
}
