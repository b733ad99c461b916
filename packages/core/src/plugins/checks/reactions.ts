import { phases } from "../../kernel/index.ts";
import { suggest } from "../../suggest.ts";
import type { AnyPlugin } from "../definePlugin.ts";

/** Reactions to events that nobody emits, or in unknown phases. */
export function reactionProblems(
  { id, reactions = [] }: AnyPlugin,
  events: readonly string[],
  pluginIds: readonly string[],
): readonly string[] {
  const isEmitted = emittedBy(events, pluginIds);
  return reactions.flatMap((reaction, at) => {
    const { on, phase, run } = reaction ?? {};
    if ((on !== "*" && !Array.isArray(on)) || typeof run !== "function")
      return [
        `reactions: the entry at position ${at} is not a reaction. Create reactions with defineReaction.`,
      ];
    const types: readonly string[] = on === "*" ? [] : on;
    const unknown = types.filter((type) => !isEmitted(type));
    const own = events.concat(`${id}.`);
    return [
      ...unknown.map((type) => `reactions: nobody emits "${type}".${suggest(type, own)}`),
      ...(phases.includes(phase)
        ? []
        : [
            `reactions: the phase "${String(phase)}" doesn't exist.${suggest(String(phase), phases) || ` Known: ${phases.join(", ")}.`}`,
          ]),
    ];
  });
}

/** Whether somebody may emit an event: the desk, or the plugin whose namespace it is in. */
export function emittedBy(
  events: readonly string[],
  pluginIds: readonly string[],
): (type: string) => boolean {
  return (type) =>
    events.includes(type) || pluginIds.some((plugin) => type.startsWith(`${plugin}.`) && plugin !== type);
}
