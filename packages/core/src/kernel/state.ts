/** Names what a room or a plugin was configured with, so that operations need not close over it. */
export interface StateKey<State> {
  /** Id of the room or plugin. */
  readonly id: string;
  /** Carries the type; never set. */
  readonly stateType?: State;
}

/** What a room or plugin was configured with, outside a transaction. */
export function stateOf<State>(
  { kernel }: { readonly kernel: { readonly states: ReadonlyMap<string, unknown> } },
  key: StateKey<State>,
): State {
  // Set by the room or plugin that made the key.
  return kernel.states.get(key.id) as State;
}

/**
 * Makes the key of a room's or a plugin's state. Inside an operation `tx.use(key)` is what the desk was configured with:
 * for a plugin, its `options`.
 *
 * ```ts
 * const starsOptions = stateKey<StarsOptions>("stars");
 * const { delayMs } = tx.use(starsOptions);
 * ```
 */
export function stateKey<State>(id: string): StateKey<State> {
  return { id };
}
