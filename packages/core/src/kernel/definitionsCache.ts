import type { Table } from "../ports/index.ts";
import type { Read } from "./transaction.ts";

/** What definitions are read with. */
export type DefinitionsRead = Pick<Read, "tenantId" | "now" | "commit" | "seesUncommitted" | "get" | "find">;

/** How definitions are loaded from rows. */
export interface DefinitionsSource<Definitions> {
  /** The tables they are made of, including that of the revision. */
  readonly tables: readonly Table[];
  /** A number that every edit increments. */
  revision(read: DefinitionsRead): Promise<number>;
  compile(read: DefinitionsRead, revision: number): Promise<Definitions>;
  /** Maximum age of a copy, in milliseconds, before it is checked against storage. */
  readonly maxAgeMs: number;
}

/**
 * Definitions by tenant, compiled once for each revision. Edits by other processes are noticed once the local copy is older
 * than `maxAgeMs`; edits by this process at once, because it calls `forget` after the commit.
 */
export interface DefinitionsCache<Definitions> {
  /** The current ones, at most `maxAgeMs` old. Uncommitted changes are only seen by their own transaction. */
  current(read: DefinitionsRead): Definitions | Promise<Definitions>;
  forget(tenantId: string): void;
}

interface Kept<Definitions> {
  readonly revision: number;
  readonly definitions: Definitions;
  readonly checkedAt: number;
}

/** Maximum tenants whose definitions are cached; the one loaded longest ago is dropped first. */
const mostTenants = 1_000;

export function definitionsCache<Definitions>(
  source: DefinitionsSource<Definitions>,
): DefinitionsCache<Definitions> {
  const cache = new Map<string, Kept<Definitions>>();
  /** Loads in progress; one that `forget` removes must not be cached. */
  const loading = new Map<string, object>();
  const uncommitted = new WeakMap<object, Pick<Kept<Definitions>, "revision" | "definitions">>();

  const keep = (tenantId: string, made: Kept<Definitions>): void => {
    cache.delete(tenantId);
    cache.set(tenantId, made);
    const oldest = cache.size > mostTenants ? cache.keys().next().value : undefined;
    if (oldest !== undefined) cache.delete(oldest);
  };

  const load = async (read: DefinitionsRead): Promise<Definitions> => {
    const { tenantId, now } = read;
    const token = {};
    loading.set(tenantId, token);
    try {
      const revision = await source.revision(read);
      const known = cache.get(tenantId);
      const definitions =
        known?.revision === revision ? known.definitions : await source.compile(read, revision);
      if (loading.get(tenantId) === token) keep(tenantId, { revision, definitions, checkedAt: now });
      return definitions;
    } finally {
      if (loading.get(tenantId) === token) loading.delete(tenantId);
    }
  };

  const loadUncommitted = async (read: DefinitionsRead): Promise<Definitions> => {
    const revision = await source.revision(read);
    const known = uncommitted.get(read.commit);
    if (known?.revision === revision) return known.definitions;
    const definitions = await source.compile(read, revision);
    uncommitted.set(read.commit, { revision, definitions });
    return definitions;
  };

  return {
    current(read) {
      if (read.seesUncommitted(...source.tables)) return loadUncommitted(read);
      const known = cache.get(read.tenantId);
      const age = known === undefined ? Number.NaN : read.now - known.checkedAt;
      return known !== undefined && age >= 0 && age < source.maxAgeMs ? known.definitions : load(read);
    },
    forget(tenantId) {
      cache.delete(tenantId);
      loading.delete(tenantId);
    },
  };
}
