import type { Code } from "../kernel/index.ts";
import type { AnyPlugin } from "./definePlugin.ts";

/** What a plugin has declared, which transactions enforce. */
export function codeOf({ id, tables = [], dependsOn = [], actsAs = [], errors = {} }: AnyPlugin): Code {
  return {
    id,
    tables: new Set(tables.map(({ name }) => name)),
    dependsOn: new Set(dependsOn),
    actsAs: new Set(actsAs),
    errors,
  };
}
