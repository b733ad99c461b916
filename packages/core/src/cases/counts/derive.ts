import { type Derivation, defineDerivation } from "../../kernel/index.ts";
import { isEnded } from "../lifecycle.ts";
import { type CaseRow, cases } from "../schema.ts";
import { haveFolded } from "./fold.ts";
import { caseCounts, groupFrom, groupOf, groupText } from "./schema.ts";

/** Rows that this process adds for a tenant before it asks for them to be folded. */
const foldEvery = 256;
/** How many tenants it tracks for that. */
const mostTenants = 10_000;

/** Derived columns of a case. */
type Derived = Pick<CaseRow, "countedAs" | "queuedAt" | "nextDeadlineAt">;

/** The derived columns of a case that are not correct; null if all of them are. */
export function derivedChanges(row: CaseRow): Partial<Derived> | null {
  const isQueued = !row.spam && !isEnded(row.category);
  const countedAs = groupText(row);
  const queuedAt = isQueued ? row.openedAt : null;
  const nextDeadlineAt = isQueued ? row.nextDeadlineAt : null;
  const changes = {
    ...(countedAs === row.countedAs ? {} : { countedAs }),
    ...(queuedAt === row.queuedAt ? {} : { queuedAt }),
    ...(nextDeadlineAt === row.nextDeadlineAt ? {} : { nextDeadlineAt }),
  };
  return Object.keys(changes).length === 0 ? null : changes;
}

/**
 * Maintains the counts and queue position of each written case, in the same commit. A case remembers what it is counted
 * as, so it is never counted twice or in two groups; one that was not counted yet is counted from then on.
 */
export function caseDerivation(): Derivation {
  const added = new Map<string, number>();
  return defineDerivation(cases, async ({ before, after }, tx) => {
    const changes = after === null ? null : derivedChanges(after);
    if (after !== null && changes?.countedAs === undefined) return changes;
    const countedAs = before?.countedAs ?? null;
    if (countedAs !== null) tx.insert(caseCounts, { ...groupFrom(countedAs), amount: -1 });
    if (after !== null) tx.insert(caseCounts, { ...groupOf(after), amount: 1 });
    if (isTimeToFold(tx.tenantId)) await haveFolded(tx);
    return changes;
  });

  function isTimeToFold(tenantId: string): boolean {
    const count = (added.get(tenantId) ?? 0) + 1;
    if (added.size > mostTenants) added.clear();
    added.set(tenantId, count % foldEvery);
    return count === foldEvery;
  }
}
