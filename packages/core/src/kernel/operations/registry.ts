import { SupportError } from "../../errors/index.ts";
import type { Code } from "../code.ts";
import type { AnyOperation } from "./operation.ts";

/** The operations of a desk, and their owners. */
export interface OperationRegistry {
  /** `code`: of the plugin; undefined for core. */
  add(operations: readonly AnyOperation[], code?: Code): void;
  all(): readonly AnyOperation[];
  /**
   * The plugin that an operation belongs to; undefined for core. @throws SupportError UNSUPPORTED if the desk does not
   * have it
   */
  ownerOf(operation: AnyOperation): Code | undefined;
}

export function operationRegistry(): OperationRegistry {
  const owners = new Map<AnyOperation, Code | undefined>();
  return {
    add(operations, code) {
      for (const operation of operations) owners.set(operation, code);
    },
    all: () => [...owners.keys()],
    ownerOf(operation) {
      if (owners.has(operation)) return owners.get(operation);
      throw new SupportError(
        "UNSUPPORTED",
        `This desk has no operation "${operation?.name}". Add the plugin that provides it to the option "plugins".`,
      );
    },
  };
}
