import { SupportError } from "../../errors/index.ts";
import { suggest } from "../../suggest.ts";
import type { WalkRow } from "../walks/index.ts";
import type { PluginMigrations } from "./migration.ts";

type Ran = Pick<WalkRow, "name" | "place" | "tenantId">;

/**
 * Compares the migrations that ran in a tenant with those that the code has: what ran must be there, under the same name
 * and in the same place.
 *
 * @throws SupportError SCHEMA_DRIFT where a newer version's migrations ran; INVALID_CONFIGURATION where one was renamed,
 *   moved or taken out
 */
export function checkHistory(plugins: readonly PluginMigrations[], ran: readonly Ran[]): void {
  for (const { code, migrations } of plugins) {
    const names = migrations.map(({ name }) => name);
    for (const row of ran) {
      if (!row.name.startsWith(`${code.id}.`)) continue;
      const at = names.indexOf(row.name);
      if (at === row.place) continue;
      if (at >= 0) throw moved(code.id, row, at);
      if (row.place !== null && row.place < names.length) throw missing(code.id, row, names);
      throw newer(code.id, row);
    }
  }
}

function newer(plugin: string, { name, tenantId }: Ran): SupportError {
  return new SupportError(
    "SCHEMA_DRIFT",
    `The plugin "${plugin}" doesn't know the migration "${name}", which was begun in tenant "${tenantId}": a newer version of the plugin has used this database. Deploy that version, or one after it. A migration that was taken out of the list must be put back.`,
    { details: { plugin, migration: name, tenantId } },
  );
}

function missing(plugin: string, { name, place, tenantId }: Ran, names: readonly string[]): SupportError {
  const nth = (place ?? 0) + 1;
  return new SupportError(
    "INVALID_CONFIGURATION",
    `The plugin "${plugin}" lacks the migration "${name}", which ran in tenant "${tenantId}" as number ${nth}: it was renamed or removed.${suggest(name, names)} Put it back under this name and in this place.`,
    { details: { plugin, migration: name, tenantId } },
  );
}

function moved(plugin: string, { name, place, tenantId }: Ran, at: number): SupportError {
  return new SupportError(
    "INVALID_CONFIGURATION",
    `The migration "${name}" of the plugin "${plugin}" ran in tenant "${tenantId}" as number ${(place ?? 0) + 1} and is number ${at + 1} now. Keep the order of migrations, and add new ones at the end.`,
    { details: { plugin, migration: name, tenantId } },
  );
}
