import { type Derivation, defineDerivation } from "../../kernel/index.ts";
import { isEnded } from "../lifecycle.ts";
import { type CaseRow, cases } from "../schema.ts";
import { haveFolded } from "./fold.ts";
import { caseCounts, groupFrom, groupOfCase, groupText } from "./schema.ts";

/** Rows that this process adds for a tenant before it asks for them to be added up. */
const foldEvery = 256;
/** Tenants that it keeps in mind for that. */
const mostTenants = 10_000;

/** Columns of a case that follow from its others. */
type Derived = Pick<CaseRow, "countedAs" | "queuedAt" | "nextDeadlineAt">;

/** What of a case's columns that follow from its others is not as it should be; null where all of it is. */
export function derivedChanges(row: CaseRow): Partial<Derived> | null {
  const isOpen = !row.spam && !isEnded(row.category);
  const countedAs = groupText(groupOfCase(row));
  const queuedAt = isOpen && row.snoozedUntil === null ? row.openedAt : null;
  // Clocks run on while a case is snoozed.
  const nextDeadlineAt = isOpen ? row.nextDeadlineAt : null;
  const changes = {
    ...(countedAs === row.countedAs ? {} : { countedAs }),
    ...(queuedAt === row.queuedAt ? {} : { queuedAt }),
    ...(nextDeadlineAt === row.nextDeadlineAt ? {} : { nextDeadlineAt }),
  };
  return Object.keys(changes).length === 0 ? null : changes;
}

/**
 * Keeps the counts and the place in the queues of each case that is written, in the same commit. A case remembers what
 * it is counted as: so it is never counted twice or in two groups, and one that was never counted is from then on.
 */
export function caseDerivation(): Derivation {
  const added = new Map<string, number>();
  return defineDerivation(cases, async ({ before, after }, tx) => {
    const changes = after === null ? null : derivedChanges(after);
    if (after !== null && changes?.countedAs === undefined) return changes;
    const countedAs = before?.countedAs ?? null;
    if (countedAs !== null) tx.insert(caseCounts, { ...groupFrom(countedAs), amount: -1 });
    if (after !== null) tx.insert(caseCounts, { ...groupOfCase(after), amount: 1 });
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
