import type { Storage } from "../../ports/index.ts";
import type { Context } from "../context.ts";
import type { Kernel } from "../kernel.ts";
import { transact } from "../transact.ts";
import { type OnWalkDone, type WalkRow, walks } from "../walks/index.ts";
import { checkHistory } from "./history.ts";
import type { PluginMigrations } from "./migration.ts";
import {
  isAllDone,
  isMigrationRow,
  type MigrationPlan,
  mostMigrations,
  startNext,
} from "./nextMigrations.ts";

/** Sees to it that the migrations of each tenant are begun. */
export interface MigrationStarts {
  /**
   * Begins the migrations of a tenant, unless they are done. Called whenever a tenant is used: it remembers.
   * @throws SupportError SCHEMA_DRIFT, INVALID_CONFIGURATION when others ran than this code has
   */
  require(tenantId: string): Promise<void>;
  /** `home`: the tenant in which those are made that are made once in the desk. */
  define(kernel: Kernel, plugins: readonly PluginMigrations[], home: string): void;
  /** Begins the next ones in the commit in which one is done. */
  readonly onDone: OnWalkDone;
}

interface Defined {
  readonly kernel: Kernel;
  readonly plugins: readonly PluginMigrations[];
  readonly home: string;
  readonly hasDeskWide: boolean;
}

/** Tenants that a process remembers to be migrated. */
const mostTenants = 10_000;
/** How long to wait before looking again at migrations that go on, in milliseconds. */
const pauseMs = 1_000;

export function migrationStarts(): MigrationStarts {
  let defined: Defined | null = null;
  const migrated = new Set<string>();
  const looking = new Map<string, Promise<void>>();
  const lookAgainAt = new Map<string, number>();

  const look = async (desk: Defined, tenantId: string): Promise<void> => {
    const { kernel } = desk;
    const rows = await rowsOf(kernel.storage, tenantId);
    checkHistory(desk.plugins, rows);
    if (isAllDone(desk.plugins, rows)) return remember(migrated, tenantId);
    const plan = await planOf(desk, tenantId);
    await transact(withoutRequiring(kernel, tenantId), (tx) => startNext(tx, plan));
    if (lookAgainAt.size >= mostTenants) lookAgainAt.clear();
    lookAgainAt.set(tenantId, kernel.clock.now() + pauseMs);
  };

  return {
    async require(tenantId) {
      if (defined === null || migrated.has(tenantId)) return;
      const again = lookAgainAt.get(tenantId) ?? 0;
      if (defined.kernel.clock.now() < again) return;
      const known = looking.get(tenantId);
      if (known !== undefined) return known;
      const looked = look(defined, tenantId).finally(() => looking.delete(tenantId));
      looking.set(tenantId, looked);
      return looked;
    },
    define(kernel, plugins, home) {
      const hasDeskWide = plugins.some(({ migrations }) => migrations.some(({ once }) => once === "desk"));
      defined = plugins.length === 0 ? null : { kernel, plugins, home, hasDeskWide };
    },
    async onDone(tx, { place }) {
      if (place !== null && defined !== null) await startNext(tx, await planOf(defined, tx.tenantId));
    },
  };
}

async function planOf(
  { kernel, plugins, home, hasDeskWide }: Defined,
  tenantId: string,
): Promise<MigrationPlan> {
  if (!hasDeskWide || home === tenantId) return { plugins, doneAtHome: null };
  const rows = await rowsOf(kernel.storage, home);
  const done = rows.flatMap(({ name, state }) => (state === "done" ? [name] : []));
  return { plugins, doneAtHome: new Set(done) };
}

function rowsOf(storage: Storage, tenantId: string): Promise<readonly WalkRow[]> {
  const ours = { field: "tenantId", is: tenantId } as const;
  return storage.find(walks, { where: { and: [ours, isMigrationRow] }, limit: mostMigrations });
}

/** The commit that a tenant's use waits for doesn't wait for itself. */
function withoutRequiring(kernel: Kernel, tenantId: string): Context {
  const own: Kernel = { ...kernel, requireTenant: async () => {} };
  return { kernel: own, storage: own.storage, tenantId, actor: { kind: "system", id: "migrations" } };
}

function remember(tenants: Set<string>, tenantId: string): void {
  if (tenants.size >= mostTenants) tenants.clear();
  tenants.add(tenantId);
}
