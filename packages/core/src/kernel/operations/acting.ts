import { SupportError } from "../../errors/index.ts";
import type { Actor } from "../actors.ts";
import type { Code } from "../code.ts";
import type { CallOptions } from "../transaction.ts";
import type { AnyOperation } from "./operation.ts";
import type { OperationRegistry } from "./registry.ts";

interface Caller {
  readonly actor: Actor;
  /** Undefined: core. */
  readonly code: Code | undefined;
  readonly operations: OperationRegistry;
}

/**
 * The actor and code for an operation that is called inside a transaction.
 *
 * @throws SupportError FORBIDDEN for what the calling plugin has not declared
 */
export function actingFor(
  caller: Caller,
  operation: AnyOperation,
  { as }: CallOptions,
): { readonly actor: Actor; readonly code: Code | undefined } {
  const owner = caller.operations.ownerOf(operation);
  const { code, actor } = caller;
  if (code !== undefined && owner !== undefined && owner.id !== code.id && !code.dependsOn.has(owner.id))
    throw undeclared(code, `calls ${operation.name}`, `Add dependsOn: ["${owner.id}"]`);
  if (as === undefined) return { actor, code: owner };
  const acting: Actor = as === "system" ? { kind: "system", id: code?.id ?? "heedkit" } : as;
  const isItself = acting.kind === actor.kind && acting.id === actor.id;
  // Untyped callers may name the host.
  if (code !== undefined && !isItself && !new Set<string>(code.actsAs).has(acting.kind))
    throw undeclared(code, `calls ${operation.name} as ${acting.kind}`, `Add actsAs: ["${acting.kind}"]`);
  return { actor: acting, code: owner };
}

function undeclared({ id }: Code, what: string, remedy: string): SupportError {
  return new SupportError("FORBIDDEN", `The plugin "${id}" ${what} without declaring it. ${remedy}.`, {
    details: { plugin: id },
  });
}
