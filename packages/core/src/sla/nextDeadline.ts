import { type CaseRow, cases, isEnded } from "../cases/index.ts";
import type { Transaction } from "../kernel/index.ts";
import type { Instant } from "../ports/index.ts";
import { type ClockRow, slaClocks } from "./schema.ts";

/**
 * The earliest deadline of running clocks; null for a case that is solved or closed, whatever is still running for it.
 */
function nextDeadline(found: Pick<CaseRow, "category">, clocks: readonly ClockRow[]): Instant | null {
  if (isEnded(found.category)) return null;
  let earliest: Instant | null = null;
  for (const { state, deadline } of clocks) {
    if (state !== "running" || deadline === null) continue;
    if (earliest === null || deadline < earliest) earliest = deadline;
  }
  return earliest;
}

/** Maintains the deadline that queues are sorted by, in the commit that changes a case's clocks. */
export function keepNextDeadline(tx: Transaction, found: CaseRow, clocks: readonly ClockRow[]): void {
  const nextDeadlineAt = nextDeadline(found, clocks);
  // A case without counts may be about to be filled in: writing it makes that look again.
  if (nextDeadlineAt === found.nextDeadlineAt && found.countedAs !== null) return;
  tx.settle(cases, found, { nextDeadlineAt });
}

/** The same of many cases, from their clocks. */
export async function nextDeadlines(
  tx: Transaction,
  found: readonly CaseRow[],
): Promise<ReadonlyMap<string, Pick<CaseRow, "nextDeadlineAt">>> {
  const clocks = new Map<string, ClockRow[]>();
  for (let at = 0; at < found.length; at += casesInQuery) {
    const some = found.slice(at, at + casesInQuery).filter(({ category }) => !isEnded(category));
    for (const clock of await runningClocks(tx, some)) {
      const known = clocks.get(clock.caseId);
      if (known === undefined) clocks.set(clock.caseId, [clock]);
      else known.push(clock);
    }
  }
  return new Map(
    found.map((row) => [row.id, { nextDeadlineAt: nextDeadline(row, clocks.get(row.id) ?? []) }]),
  );
}

/** A case has at most one running clock of each of nine metrics, so they fit on one page. */
const casesInQuery = 100;

async function runningClocks(tx: Transaction, found: readonly CaseRow[]): Promise<readonly ClockRow[]> {
  if (found.length === 0) return [];
  return tx.find(slaClocks, {
    where: {
      and: [
        { field: "caseId", in: found.map(({ id }) => id) },
        { field: "state", is: "running" },
      ],
    },
    limit: 1_000,
  });
}
