import { answered, type Derivation, type PortBound, type Reaction, type Reactions } from "../kernel/index.ts";
import type { AnyPlugin } from "../plugins/index.ts";

/** A plugin whose part in commits ends in time, and fails with SupportErrors. Its jobs and sweeps have the worker's bounds. */
export function guardPlugin(plugin: AnyPlugin, bound: PortBound): AnyPlugin {
  const { id, reactions, derivations } = plugin;
  const guarded = (type: string, reaction: Reaction): Reaction => {
    const what = `The reaction of plugin "${id}" to ${type}`;
    return (event, tx) => answered(bound, "EXTENSION_FAILED", what, () => reaction(event, tx));
  };
  const derived = (derivation: Derivation): Derivation => ({
    table: derivation.table,
    derive: (change, tx) =>
      answered(bound, "EXTENSION_FAILED", `The derivation of plugin "${id}"`, () =>
        derivation.derive(change, tx),
      ),
  });
  return {
    ...plugin,
    ...(reactions === undefined
      ? {}
      : {
          // Each stays with the type of event that it was given for.
          reactions: Object.fromEntries(
            (Object.entries(reactions) as [string, Reaction][]).map(([type, reaction]) => [
              type,
              guarded(type, reaction),
            ]),
          ) as Reactions,
        }),
    ...(derivations === undefined ? {} : { derivations: derivations.map(derived) }),
  };
}
