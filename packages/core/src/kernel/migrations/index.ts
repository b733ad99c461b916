export {
  defineMigration,
  isMigrated,
  type Migration,
  type OneMigration,
  type PluginMigrations,
  type RowMigration,
} from "./migration.ts";
export { migrationStarts } from "./migrationStarts.ts";
