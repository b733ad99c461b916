import type { Table } from "../ports/index.ts";
import type { Read } from "./transaction.ts";

/** Where definitions that are rows come from. */
export interface DefinitionsSource<Definitions> {
  /** The tables that they are made from, with that of the revision. */
  readonly tables: readonly Table[];
  /** A number that grows with every edit. */
  revision(read: Read): Promise<number>;
  compile(read: Read, revision: number): Promise<Definitions>;
  /** How old a copy may be before it is compared with storage, in milliseconds. */
  readonly maxAgeMs: number;
}

/**
 * Definitions by tenant, compiled once for each revision. An edit by another process is noticed when the copy here is
 * older than `maxAgeMs`; one by this process at once, as it calls `forget` after the commit.
 */
export interface DefinitionsCache<Definitions> {
  /** As they are now, at most `maxAgeMs` old. What may yet be undone is seen by its own transaction only. */
  current(read: Read): Definitions | Promise<Definitions>;
  forget(tenantId: string): void;
}

interface Kept<Definitions> {
  readonly revision: number;
  readonly definitions: Definitions;
  readonly checkedAt: number;
}

/** Tenants whose definitions are kept; the one that was loaded longest ago goes first. */
const mostTenants = 1_000;

export function definitionsCache<Definitions>(
  source: DefinitionsSource<Definitions>,
): DefinitionsCache<Definitions> {
  const cache = new Map<string, Kept<Definitions>>();
  /** Loads under way: one that `forget` takes out must not be kept. */
  const loading = new Map<string, object>();
  const uncommitted = new WeakMap<object, Pick<Kept<Definitions>, "revision" | "definitions">>();

  const keep = (tenantId: string, made: Kept<Definitions>): void => {
    cache.delete(tenantId);
    cache.set(tenantId, made);
    const oldest = cache.size > mostTenants ? cache.keys().next().value : undefined;
    if (oldest !== undefined) cache.delete(oldest);
  };

  const load = async (read: Read): Promise<Definitions> => {
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

  const loadUncommitted = async (read: Read): Promise<Definitions> => {
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
