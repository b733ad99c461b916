import { type Derivation, defineDerivation } from "../../kernel/index.ts";
import { cases } from "../schema.ts";
import { type TimeEntryRow, timeEntries } from "./schema.ts";

/** Keeps the time spent on each case: the sum of its entries, in the commit that changes one of them. */
export function timeSpentDerivation(): Derivation {
  return defineDerivation(timeEntries, async ({ before, after }, tx) => {
    const changes = new Map<string, number>();
    for (const [entry, sign] of [
      [before, -1],
      [after, 1],
    ] as const)
      if (entry !== null && isCounted(entry))
        changes.set(entry.caseId, (changes.get(entry.caseId) ?? 0) + sign * entry.durationMs);
    for (const [caseId, change] of changes) {
      if (change === 0) continue;
      const found = await tx.get(cases, caseId);
      if (found !== null) tx.update(cases, found, { timeSpentMs: (found.timeSpentMs ?? 0) + change });
    }
    return null;
  });
}

function isCounted({ archivedAt }: TimeEntryRow): boolean {
  return archivedAt === null;
}
