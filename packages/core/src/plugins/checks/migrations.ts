import type { Migration } from "../../kernel/index.ts";
import type { AnyPlugin } from "../definePlugin.ts";
import { ownName } from "./naming.ts";

/** Migrations that are none, or outside the plugin's namespace. */
export function migrationProblems({ id, migrations = [] }: AnyPlugin): readonly string[] {
  return migrations.flatMap((migration, at) => {
    const { name, once } = migration ?? {};
    if (!isMigration(migration))
      return [`migrations: at position ${at} is no migration. Make migrations with defineMigration.`];
    return [
      ...ownName("migrations", String(name), id),
      ...(once === "tenant" || once === "desk"
        ? []
        : [`migrations: "${name}": once must be "tenant" or "desk", not "${String(once)}".`]),
    ];
  });
}

/** Whether something was made with defineMigration. */
export function isMigration(value: Partial<Migration> | undefined): boolean {
  return typeof value?.walk?.stride === "function" && typeof value.hasWork === "function";
}
