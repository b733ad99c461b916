import type { AnyOperation } from "./operation.ts";
import type { Viewer } from "./output.ts";

/** Looks at what an operation is about to return. What it throws, the caller gets instead. */
type OutputCheck = (operation: AnyOperation, viewer: Viewer, shown: unknown) => void;

let check: OutputCheck | null = null;

/**
 * Has every result of this process looked at before it is returned. Only the tests of this repository do: they hold
 * results to their schemas.
 *
 * @internal
 */
export function checkOutputs(own: OutputCheck): void {
  check = own;
}

/** A result on its way out. */
export function checked(operation: AnyOperation, viewer: Viewer, shown: unknown): unknown {
  check?.(operation, viewer, shown);
  return shown;
}
