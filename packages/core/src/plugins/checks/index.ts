import type { AnyPlugin } from "../definePlugin.ts";
import { conditionProblems, isConditionField } from "./conditions.ts";
import { keyProblems } from "./keys.ts";
import type { KnownNames } from "./knownNames.ts";
import { isMigration } from "./migrations.ts";
import { nameProblems } from "./names.ts";
import { operationProblemsOf } from "./operations.ts";
import { parseOptions } from "./options.ts";
import { partProblems } from "./parts.ts";
import { emittedBy, reactionProblems } from "./reactions.ts";

/**
 * Checks everything that plugins declare; errors go to `problems`, each with the plugin's id. Returns the plugins with
 * their parsed options.
 */
export function checkPlugins(
  plugins: readonly AnyPlugin[],
  known: KnownNames,
  problems: string[],
): readonly AnyPlugin[] {
  const ids = plugins.map(({ id }) => id);
  const routes = new Map(known.routes.map((route) => [anonymous(route), "the desk itself"]));
  return plugins.map((plugin) => {
    const own = keyProblems(plugin);
    // A malformed definition can't be checked further; an empty plugin replaces it.
    const isReadable = own.length === 0;
    if (isReadable)
      own.push(
        ...nameProblems(plugin, known),
        ...partProblems(plugin),
        ...reactionProblems(plugin, known.events, ids),
        ...conditionProblems(plugin, emittedBy(known.events, ids), known.events),
        ...operationProblemsOf(plugin, known.permissions),
        ...routeProblems(plugin, routes),
      );
    const options = parseOptions(plugin, own);
    problems.push(...own.map((problem) => `plugins: "${plugin.id}": ${problem}`));
    if (!isReadable) return { id: plugin.id, options };
    const kinds = [...known.templateKinds, ...Object.keys(plugin.templateKinds ?? {})];
    const templates = plugin.templates?.filter(({ kind = "reply" }) => kinds.includes(kind));
    return {
      ...plugin,
      options,
      ...(templates === undefined ? {} : { templates }),
      ...(plugin.conditions === undefined ? {} : { conditions: plugin.conditions.filter(isConditionField) }),
      ...(plugin.migrations === undefined ? {} : { migrations: plugin.migrations.filter(isMigration) }),
    };
  });
}

function routeProblems({ id, operations = {} }: AnyPlugin, routes: Map<string, string>): readonly string[] {
  return Object.entries(operations).flatMap(([verb, operation]) => {
    if (typeof operation !== "object" || operation === null || !("http" in operation)) return [];
    const route = anonymous(String(operation.http));
    const owner = routes.get(route);
    routes.set(route, `"${id}"`);
    return owner === undefined
      ? []
      : [`operations.${verb}: the route "${String(operation.http)}" is taken by ${owner}.`];
  });
}

/** A route without parameter names, which do not distinguish routes. */
function anonymous(route: string): string {
  return route.replace(/\{[^{}]*\}/g, "{}");
}
