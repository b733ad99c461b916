/** Identifies the configuration of a room or plugin, so that operations need not close over it. */
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
