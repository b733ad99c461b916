import { type Change, type Conflict, ConflictError, type Keyed } from "@heedkit/core";

/** The row that a change is about. */
export function keyOf(change: Change): Keyed {
  return change.kind === "insert" ? change.row : change.key;
}

/** The error for a change that could not be applied. */
export function conflictAt(
  change: Change,
  changeIndex: number,
  why: Pick<Conflict, "reason"> & { readonly constraint?: string | undefined },
  cause?: unknown,
): ConflictError {
  const { reason, constraint } = why;
  const key = constraint === undefined ? {} : { constraint };
  return new ConflictError(
    { changeIndex, table: change.table.name, id: keyOf(change).id, reason, ...key },
    cause,
  );
}
