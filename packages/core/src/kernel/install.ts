import type { Code } from "./code.ts";
import type { Kernel } from "./kernel.ts";
import type { Room } from "./room.ts";

/** Registers the commit hooks of rooms or plugins, in the order of installation. */
export function install(
  kernel: Kernel,
  { reactions, derivations = [], jobs = {}, references, sources, state }: Room,
  code?: Code,
): void {
  if (reactions !== undefined) kernel.reactions.add(reactions, code);
  kernel.derivations.push(...derivations.map((derivation) => ({ derivation, code })));
  if (code !== undefined) for (const kind of Object.keys(jobs)) kernel.jobOwners.set(kind, code);
  for (const [kind, rule] of Object.entries(references ?? {})) kernel.references.set(kind, rule);
  if (sources !== undefined) kernel.sources.add(sources, code);
  if (state !== undefined) kernel.states.set(state.id, state.value);
}
