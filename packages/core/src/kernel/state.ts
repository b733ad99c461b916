import { SupportError } from "../errors/index.ts";
import type { Code } from "./code.ts";
import { notDeclared } from "./refusals.ts";

/** Names what a room or a plugin was configured with, so that operations need not close over it. */
export interface StateKey<State> {
  /** Id of the room or plugin. */
  readonly id: string;
  /** Carries the type; never set. */
  readonly stateType?: State;
}

/** The configuration of a room or plugin, outside a transaction. */
export function stateOf<State>(
  { kernel }: { readonly kernel: { readonly states: ReadonlyMap<string, unknown> } },
  key: StateKey<State>,
): State {
  // Set by the room or plugin that created the key.
  return kernel.states.get(key.id) as State;
}

/**
 * Creates the key of a room's or a plugin's state. Inside an operation, `tx.use(key)` returns the configuration: for a
 * plugin, its `options`.
 *
 * ```ts
 * const starsOptions = stateKey<StarsOptions>("stars");
 * const { delayMs } = tx.use(starsOptions);
 * ```
 */
export function stateKey<State>(id: string): StateKey<State> {
  return { id };
}

/** The state of a key for code of a room or plugin. @throws SupportError FORBIDDEN for a plugin's code where it has not declared it */
export function stateFor<State>(
  states: ReadonlyMap<string, unknown>,
  code: Code | undefined,
  key: StateKey<State>,
): State {
  if (code !== undefined && key.id !== code.id && !code.dependsOn.has(key.id))
    throw notDeclared(code, `uses the options of "${key.id}"`, `dependsOn: ["${key.id}"]`);
  if (!states.has(key.id))
    throw new SupportError("INTERNAL", `No room or plugin "${key.id}" has a state on this desk.`);
  // Set by the room or plugin that made the key.
  return states.get(key.id) as State;
}
