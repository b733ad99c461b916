import { answered, type Derivation, type PortBound, type Reaction } from "../kernel/index.ts";
import type { AnyPlugin } from "../plugins/index.ts";

/**
 * A plugin whose part in commits is bounded in time, and fails with SupportErrors. Its jobs and sweeps have the
 * worker's bounds.
 */
export function guardPlugin(plugin: AnyPlugin, bound: PortBound): AnyPlugin {
  const { id, reactions, derivations } = plugin;
  const guarded = (reaction: Reaction): Reaction => ({
    ...reaction,
    run: (event, tx) =>
      answered(bound, "EXTENSION_FAILED", `The reaction of plugin "${id}" to ${event.type}`, () =>
        reaction.run(event, tx),
      ),
  });
  const derived = (derivation: Derivation): Derivation => ({
    table: derivation.table,
    derive: (change, tx) =>
      answered(bound, "EXTENSION_FAILED", `The derivation of plugin "${id}"`, () =>
        derivation.derive(change, tx),
      ),
  });
  return {
    ...plugin,
    ...(reactions === undefined ? {} : { reactions: reactions.map(guarded) }),
    ...(derivations === undefined ? {} : { derivations: derivations.map(derived) }),
  };
}
