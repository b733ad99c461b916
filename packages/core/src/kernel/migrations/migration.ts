import type { Filter, Keyed } from "../../ports/index.ts";
import type { Code } from "../code.ts";
import type { DefinedTable } from "../table.ts";
import type { Read, Transaction } from "../transaction.ts";
import { defineWalk, findWalk, refuseUnknownKeys, type WalkRunner } from "../walks/index.ts";

/** A change of data that walks over rows, in small commits. */
export interface RowMigration<Row extends Keyed> {
  /** Begins with the plugin's id: `stars.fillAverages`. Never rename, reorder or remove a migration that has run. */
  readonly name: string;
  /** Whose rows it visits: the plugin's own, which it may write, or those of core, to write its own because of them. */
  readonly table: DefinedTable<Row>;
  /** Which rows, beside those of the tenant. Default: all. */
  readonly where?: Filter<Row>;
  /** Rows of one commit, 1 to 500. Default 200. */
  readonly batch?: number;
  /** Migrates some rows, in one commit with the migration's progress. Returns how many it changed, where that is of interest. */
  step(tx: Transaction, rows: readonly Row[]): Promise<number> | Promise<void> | number | void;
}

/** A change of data that is one commit. */
export interface OneMigration {
  /** Begins with the plugin's id: `stars.addPresets`. Never rename, reorder or remove a migration that has run. */
  readonly name: string;
  /**
   * `tenant`: once in each tenant. `desk`: once in all, in the first of the option `tenants`, for what tenants have in
   * common. Default `tenant`.
   */
  readonly once?: "tenant" | "desk";
  run(tx: Transaction): Promise<void> | void;
}

/** A change of a plugin's data that is made once. Made by {@link defineMigration}. */
export interface Migration {
  readonly name: string;
  readonly once: "tenant" | "desk";
  readonly walk: WalkRunner;
  /** Whether there is anything to migrate. */
  hasWork(read: Pick<Read, "find">): Promise<boolean>;
}

/** The key that migrations are kept under as walks. */
export const migrationKey = "migration";

/**
 * Makes a migration for the `migrations` of a plugin. A plugin's migrations run one after the other, each once in a
 * tenant, by a worker. The plugin stays in use while they run: its operations ask {@link isMigrated}.
 *
 * ```ts
 * const fillAverages = defineMigration({
 *   name: "stars.fillAverages",
 *   table: ratings,
 *   step: (tx, rows) => void rows.map((row) => tx.update(ratings, row, { average: averageOf(row) })),
 * });
 * ```
 *
 * @throws SupportError INVALID_CONFIGURATION for a key that means nothing
 */
export function defineMigration<Row extends Keyed>(migration: RowMigration<Row> | OneMigration): Migration {
  const isOfRows = "table" in migration;
  refuseUnknownKeys("migration", migration, isOfRows ? ["table", "where", "batch", "step"] : ["once", "run"]);
  if (isOfRows) return ofRows(migration);
  const { name, once = "tenant", run } = migration;
  const walk: WalkRunner = {
    name,
    batch: 1,
    lane: "normal",
    count: () => Promise.resolve(1),
    async stride(tx) {
      await run(tx);
      return { looked: 1, changed: 1, position: null, isLast: true };
    },
  };
  return { name, once, walk, hasWork: () => Promise.resolve(true) };
}

function ofRows<Row extends Keyed>(migration: RowMigration<Row>): Migration {
  const { name, table, where } = migration;
  const query = where === undefined ? { limit: 1 } : { where, limit: 1 };
  return {
    name,
    once: "tenant",
    walk: { ...defineWalk(migration), lane: "normal" },
    hasWork: async (read) => (await read.find(table, query)).length > 0,
  };
}

/** Whether a migration of the plugin's own, or of one that it depends on, has been made in the tenant. One read. */
export async function isMigrated(read: Pick<Read, "find">, { name }: Migration): Promise<boolean> {
  const row = await findWalk(read, { walk: name, key: migrationKey });
  return row?.state === "done";
}

/** The migrations of a plugin, in their order. */
export interface PluginMigrations {
  readonly code: Code;
  readonly migrations: readonly Migration[];
}
