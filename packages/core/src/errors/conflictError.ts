import { isSupportError, SupportError } from "./supportError.ts";

/** Why storage refused a commit. */
export interface Conflict {
  /** Position, in the list that was handed to `commit`, of the change that could not be applied. */
  readonly changeIndex: number;
  readonly table: string;
  readonly id: string;
  /**
   * - `expectation`: the row is there, but not as `expect` says (someone else wrote it);
   * - `missing`: there is no such row;
   * - `unique`: another row holds the same values of a unique key, or the same id.
   */
  readonly reason: "expectation" | "missing" | "unique";
  /** Name of the violated unique key, where storage can tell; `primary` for the id itself. */
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
      `The row ${conflict.id} of "${conflict.table}" was written by someone else meanwhile: ${conflict.reason}${key}. Read it again and repeat the change.`,
      { details: { ...conflict }, ...(cause === undefined ? {} : { cause }) },
    );
    this.conflict = conflict;
  }
}

/** Whether a thrown value is a {@link ConflictError}. */
export function isConflictError(error: unknown): error is ConflictError {
  return isSupportError(error) && "conflict" in error;
}
