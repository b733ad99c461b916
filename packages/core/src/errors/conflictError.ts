import { isSupportError, SupportError } from "./supportError.ts";

/** Why storage rejected a commit. */
export interface Conflict {
  /** Position of the rejected change in the list passed to `commit`. */
  readonly changeIndex: number;
  readonly table: string;
  readonly id: string;
  /**
   * - `expectation`: the row exists, but does not match `expect` (someone else wrote it);
   * - `missing`: there is no such row;
   * - `unique`: another row has the same values of a unique key, or the same id.
   */
  readonly reason: "expectation" | "missing" | "unique";
  /** Name of the violated unique key, if storage reports it; `primary` for the id itself. */
  readonly constraint?: string;
}

/** Thrown by `storage.commit` when nothing was applied because of a concurrent write. */
export class ConflictError extends SupportError {
  override readonly name = "ConflictError";
  readonly conflict: Conflict;

  constructor(conflict: Conflict, cause?: unknown) {
    const key = conflict.constraint === undefined ? "" : ` (${conflict.constraint})`;
    super(
      "CONFLICT",
      `The row ${conflict.id} of "${conflict.table}" was changed by someone else at the same time: ${conflict.reason}${key}. Read it again and retry.`,
      { details: { ...conflict }, ...(cause === undefined ? {} : { cause }) },
    );
    this.conflict = conflict;
  }
}

/** Whether a thrown value is a {@link ConflictError}. */
export function isConflictError(error: unknown): error is ConflictError {
  return isSupportError(error) && "conflict" in error;
}
