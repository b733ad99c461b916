/** Names what a room or a plugin was configured with, so that operations need not close over it. */
export interface StateKey<State> {
  /** Id of the room or plugin. */
  readonly id: string;
  /** Carries the type; never set. */
  readonly stateType?: State;
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
