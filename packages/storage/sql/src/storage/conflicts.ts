import { type Change, type Conflict, ConflictError, keyOf } from "@heedkit/core";

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
