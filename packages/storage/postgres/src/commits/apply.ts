import { type Change, type ConflictError, keyOf } from "@heedkit/core";
import { conflictAt } from "@heedkit/storage-sql";
import type { Driver, Statement } from "../drivers/driver.ts";
import { constraintOf, StatementError, sqlState, sqlStates } from "../failures.ts";
import { type EncodedChange, type Step, stepsOneByOne, stepsTogether } from "./prepare.ts";

/** Where a commit runs: on our own connections, or in a host transaction. */
export type Target = Pick<Driver, "rows" | "transaction">;

/** Applies changes whole or not at all. Throws ConflictError for the first that cannot be applied. */
export async function applyChanges(target: Target, changes: readonly EncodedChange[]): Promise<void> {
  const together = stepsTogether(changes);
  try {
    await runSteps(target, together);
  } catch (error) {
    if (!isConflict(error)) throw error;
    // Only running them one by one shows which row it was; by then the conflict may be gone.
    const steps = stepsOneByOne(changes);
    const isKnown = together.every((step, at) => step.changes.length === 1 && step.changes[0] === at);
    const failed = isKnown ? { steps: together, error } : await retried(target, steps);
    if (failed !== null) throw await conflictOf(target, changes, failed.steps, failed.error);
  }
}

/** Whether a change could not be applied, rather than something else failed. */
export function isConflict(error: unknown): error is StatementError {
  const state = sqlState(error);
  return (
    error instanceof StatementError &&
    (state === sqlStates.uniqueViolation || state === sqlStates.divisionByZero)
  );
}

function runSteps(target: Target, steps: readonly Step[]): Promise<void> {
  return target.transaction(steps.map(({ statement }): Statement => statement));
}

async function retried(
  target: Target,
  steps: readonly Step[],
): Promise<{ readonly steps: readonly Step[]; readonly error: StatementError } | null> {
  try {
    await runSteps(target, steps);
    return null;
  } catch (error) {
    if (!isConflict(error)) throw error;
    return { steps, error };
  }
}

async function conflictOf(
  target: Target,
  changes: readonly EncodedChange[],
  steps: readonly Step[],
  error: StatementError,
): Promise<ConflictError | StatementError> {
  const [at = -1] = steps[error.at]?.changes ?? [];
  const encoded = changes[at];
  if (encoded === undefined) return error;
  const { change, table } = encoded;
  if (sqlState(error) === sqlStates.uniqueViolation) {
    const constraint = table.keyOfIndex(constraintOf(error) ?? "");
    return conflictAt(change, at, { reason: "unique", constraint }, error.cause);
  }
  if (change.kind === "upsert") return conflictAt(change, at, { reason: "expectation" });
  const isThere = leftByEarlier(changes.slice(0, at), change) ?? (await isStored(target, encoded));
  return conflictAt(change, at, { reason: isThere ? "expectation" : "missing" });
}

/** Whether the changes before, which are undone by now, had left the row there; null where none was about it. */
function leftByEarlier(earlier: readonly EncodedChange[], change: Change): boolean | null {
  const key = keyOf(change);
  const last = earlier.findLast(({ change: before }) => {
    const { tenantId, id } = keyOf(before);
    return before.table === change.table && tenantId === key.tenantId && id === key.id;
  });
  return last === undefined ? null : last.change.kind !== "delete";
}

async function isStored(target: Target, { change, table }: EncodedChange): Promise<boolean> {
  const found = await Promise.all(table.get([keyOf(change)]).map((bound) => target.rows(bound)));
  return found.flat().length > 0;
}
