import type { AnyPlugin } from "../definePlugin.ts";
import { ownName } from "./naming.ts";

/** Migrations that are none, or outside the plugin's namespace. */
export function migrationProblems({ id, migrations = [] }: AnyPlugin): readonly string[] {
  return migrations.flatMap((migration, at) => {
    const { name, once, walk, hasWork } = migration ?? {};
    if (walk === undefined || typeof walk.stride !== "function" || typeof hasWork !== "function")
      return [`migrations: at position ${at} is no migration. Make migrations with defineMigration.`];
    return [
      ...ownName("migrations", String(name), id),
      ...(once === "tenant" || once === "desk"
        ? []
        : [`migrations: "${name}": once must be "tenant" or "desk", not "${String(once)}".`]),
    ];
  });
}
