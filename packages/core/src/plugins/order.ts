import type { AnyPlugin } from "./definePlugin.ts";

/** Plugins in dependency order, otherwise as given; errors go to `problems`. */
export function orderPlugins(
  plugins: readonly AnyPlugin[],
  taken: ReadonlySet<string>,
  problems: string[],
): readonly AnyPlugin[] {
  const byId = new Map<string, AnyPlugin>();
  for (const [at, plugin] of plugins.entries()) {
    if (typeof plugin?.id !== "string") {
      const slip = typeof plugin === "function" ? "a function. Call it, and pass the result" : "not a plugin";
      problems.push(`plugins: the entry at position ${at} is ${slip}. Create plugins with definePlugin.`);
      continue;
    }
    if (!/^[a-z][a-zA-Z0-9]{0,50}$/.test(plugin.id)) {
      problems.push(
        `plugins: the id "${plugin.id}" must be camelCase: letters and digits, starting with a lower-case letter.`,
      );
    }
    if (taken.has(plugin.id))
      problems.push(`plugins: the id "${plugin.id}" is reserved by the desk. Choose another.`);
    if (byId.has(plugin.id)) problems.push(`plugins: duplicate id "${plugin.id}".`);
    byId.set(plugin.id, plugin);
  }
  const ordered: AnyPlugin[] = [];
  const visit = (plugin: AnyPlugin, path: readonly string[]) => {
    if (ordered.includes(plugin)) return;
    if (path.includes(plugin.id)) {
      problems.push(`plugins: ${[...path, plugin.id].join(" -> ")} form a dependency cycle.`);
      return;
    }
    for (const id of plugin.dependsOn ?? []) {
      const needed = byId.get(id);
      if (needed === undefined)
        problems.push(`plugins: "${plugin.id}" depends on the plugin "${id}", which is missing. Add it.`);
      else visit(needed, [...path, plugin.id]);
    }
    ordered.push(plugin);
  };
  for (const plugin of byId.values()) visit(plugin, []);
  return ordered;
}
