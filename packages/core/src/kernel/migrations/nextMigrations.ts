import { type Code, inCode } from "../code.ts";
import { Run } from "../run.ts";
import type { Transaction } from "../transaction.ts";
import { enqueueStep, newWalk, type WalkRow, walks } from "../walks/index.ts";
import { type Migration, migrationKey, type PluginMigrations } from "./migration.ts";

/** Which migrations there are. */
export interface MigrationPlan {
  readonly plugins: readonly PluginMigrations[];
  /** Names of those that are made once in the desk and are done; null in the tenant in which they are made. */
  readonly doneAtHome: ReadonlySet<string> | null;
}

/** Most migrations of a desk that are looked at. */
export const mostMigrations = 1_000;

/** Migrations have a place; other walks have none. */
export const isMigrationRow = { field: "place", isNot: null } as const;

/** Whether all migrations of all plugins are done. */
export function isAllDone(
  plugins: readonly PluginMigrations[],
  rows: readonly Pick<WalkRow, "name" | "state">[],
): boolean {
  const done = new Set(rows.flatMap(({ name, state }) => (state === "done" ? [name] : [])));
  return plugins.every(({ migrations }) => migrations.every(({ name }) => done.has(name)));
}

/**
 * Starts, in this commit, each plugin's next migration: one after the other within a plugin, and after those of the
 * plugins that it depends on. One with no rows to visit is done at once.
 */
export async function startNext(tx: Transaction, plan: MigrationPlan): Promise<void> {
  const { plugins } = plan;
  const rows = await tx.find(walks, { where: isMigrationRow, limit: mostMigrations });
  const states = new Map(rows.map(({ name, state }) => [name, state]));
  const unfinished = new Set<string>();
  // In the order of their dependencies.
  for (const { code, migrations } of plugins) {
    const isFree = [...code.dependsOn].every((id) => !unfinished.has(id));
    for (const [place, migration] of migrations.entries()) {
      const known = states.get(migration.name);
      const state = known ?? (isFree ? await begin(tx, plan, code, migration, place) : null);
      if (state === "done") continue;
      unfinished.add(code.id);
      break;
    }
    if (!isFree) unfinished.add(code.id);
  }
}

/** The state of a migration that nobody began before; null while it can't be begun. */
async function begin(
  tx: Transaction,
  { doneAtHome }: MigrationPlan,
  code: Code,
  { name, once, hasWork }: Migration,
  place: number,
): Promise<WalkRow["state"] | null> {
  const isElsewhere = once === "desk" && doneAtHome !== null;
  if (isElsewhere && !doneAtHome.has(name)) return null;
  const looks = () => hasWork(Run.inHands(tx, code));
  const isDone = isElsewhere || !(await inCode(code, `The migration "${name}"`, looks));
  const end = isDone ? ({ state: "done", finishedAt: tx.now } as const) : {};
  const row = tx.insert(walks, { ...newWalk(name, migrationKey), place, ...end });
  if (!isDone) await enqueueStep(tx, row);
  return row.state;
}
