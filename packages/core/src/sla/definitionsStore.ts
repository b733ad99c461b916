import { type BusinessCalendar, type CalendarDefinition, createCalendar } from "../calendar/index.ts";
import type { FieldDefinitions } from "../fields/index.ts";
import { digest, type Read, type Transaction } from "../kernel/index.ts";
import { compileDefinitions, type Definitions, type KeyedCalendar } from "./definitions.ts";
import type { SlaCalendars, SlaDefinitions, SlaPolicy } from "./policy.ts";
import { slaCalendarRevisions, slaCalendars, slaPolicies, slaRevisions } from "./schema.ts";
import { storedCalendars, storedPolicies } from "./stored.ts";

/** The one row of `slaRevisions` in a tenant. */
export const revisionId = "definitions";
/** Maximum tenants whose compiled definitions are cached; the least recently used is dropped first. */
const cacheSize = 1_000;

/**
 * Policies and calendars by tenant, compiled once for each revision. An edit made by another process is noticed once
 * the cached copy is older than `maxAgeMs`; one made by this process immediately. A clock that was measured by a stale
 * copy is corrected by the recomputation that follows every edit and starts after that time.
 */
export interface DefinitionsStore {
  /** The current ones, at most `maxAgeMs` old. */
  current(tx: Read): Definitions | Promise<Definitions>;
  /** Stores the calendars that clocks are counted by, once for each tenant. */
  archive(tx: Transaction, definitions: Definitions): void | Promise<void>;
  /** The calendars in force and those with the given keys, by which clocks were counted before. */
  calendarsFor(
    tx: Read,
    definitions: Definitions,
    keys: readonly (string | null)[],
  ): ReadonlyMap<string, BusinessCalendar> | Promise<ReadonlyMap<string, BusinessCalendar>>;
  forget(tenantId: string): void;
}

interface Compiled {
  readonly stored: number;
  readonly definitions: Definitions;
}

interface Kept extends Compiled {
  checkedAt: number;
  isArchived: boolean;
}

export function createDefinitionsStore(
  code: SlaDefinitions,
  fields: FieldDefinitions,
  maxAgeMs: number,
): DefinitionsStore {
  const cache = new Map<string, Kept>();
  const former = new Map<string, BusinessCalendar>();
  const ofCode = keyed(code.calendars ?? {});
  /** The calendars of definitions, including those that are not stored. */
  const sources = new WeakMap<Definitions, ReadonlyMap<string, CalendarDefinition>>();

  const load = async (tx: Read): Promise<Kept> => {
    const stored = (await tx.get(slaRevisions, revisionId))?.revision ?? 0;
    const known = cache.get(tx.tenantId);
    if (known?.stored === stored) {
      known.checkedAt = tx.now;
      return known;
    }
    const made = keepable(await compile(tx, stored), tx);
    cache.delete(tx.tenantId);
    cache.set(tx.tenantId, made);
    const oldest = cache.size > cacheSize ? cache.keys().next().value : undefined;
    if (oldest !== undefined) cache.delete(oldest);
    return made;
  };

  const keepable = (compiled: Compiled, tx: Read): Kept => ({
    ...compiled,
    checkedAt: tx.now,
    isArchived: sources.get(compiled.definitions)?.size === 0,
  });

  /** As seen by the transaction only. */
  const loadUncommitted = async (tx: Read): Promise<Definitions> => {
    const stored = (await tx.get(slaRevisions, revisionId))?.revision ?? 0;
    return (await compile(tx, stored)).definitions;
  };

  const compile = async (tx: Read, stored: number): Promise<Compiled> => {
    const own = stored === 0 ? { policies: [], calendars: {} } : await storedDefinitions(tx);
    const calendars = [...(await ofCode), ...(await keyed(own.calendars))];
    const effective = [...new Map(calendars.map((calendar) => [calendar.name, calendar])).values()];
    const policies = inOrder(own.policies, code.policies ?? []);
    const text = JSON.stringify([code.policies ?? [], effective.map(({ key }) => key)]);
    const revision = `${stored}.${(await digest(text)).slice(0, 16)}`;
    const definitions = compileDefinitions(revision, policies, effective, fields);
    sources.set(definitions, new Map(effective.map(({ key, definition }) => [key, definition])));
    return { stored, definitions };
  };

  const recall = (tx: Read) => {
    const known = cache.get(tx.tenantId);
    const age = known === undefined ? Number.NaN : tx.now - known.checkedAt;
    return age >= 0 && age < maxAgeMs ? known : undefined;
  };

  return {
    current(tx) {
      if (tx.seesUncommitted(slaRevisions, slaPolicies, slaCalendars)) return loadUncommitted(tx);
      return recall(tx)?.definitions ?? load(tx).then(({ definitions }) => definitions);
    },
    archive(tx, definitions) {
      const known = cache.get(tx.tenantId);
      const kept = known?.definitions === definitions ? known : undefined;
      if (kept?.isArchived === true) return;
      return archiveCalendars(tx, sources.get(definitions) ?? new Map(), kept);
    },
    calendarsFor(tx, { calendars }, keys) {
      const missing = keys.filter((key) => key !== null && !calendars.has(key));
      return missing.length === 0 ? calendars : withFormer(tx, calendars, missing, former);
    },
    forget: (tenantId) => {
      cache.delete(tenantId);
    },
  };
}

/** Stored policies come first, then those in code; a stored one replaces the one with its id in code. */
function inOrder(stored: readonly SlaPolicy[], code: readonly SlaPolicy[]): readonly SlaPolicy[] {
  const ids = new Set(stored.map(({ id }) => id));
  return [...stored, ...code.filter(({ id }) => !ids.has(id))];
}

/** The definitions created at run time. */
async function storedDefinitions(
  read: Read,
): Promise<{ readonly policies: readonly SlaPolicy[]; readonly calendars: SlaCalendars }> {
  const [policies, calendars] = await Promise.all([storedPolicies(read), storedCalendars(read)]);
  return {
    policies: policies.map(({ definition }) => definition),
    calendars: Object.fromEntries(calendars.map(({ id, definition }) => [id, definition])),
  };
}

async function keyed(
  calendars: SlaCalendars,
): Promise<readonly (KeyedCalendar & { readonly definition: CalendarDefinition })[]> {
  return Promise.all(
    Object.entries(calendars).map(async ([name, definition]) => ({
      name,
      definition,
      key: `${name}@${(await digest(JSON.stringify(definition))).slice(0, 16)}`,
      calendar: createCalendar(definition),
    })),
  );
}

/** Written in the commit of the clocks that need them, so they exist when they are read back. */
async function archiveCalendars(
  tx: Transaction,
  sources: ReadonlyMap<string, CalendarDefinition>,
  kept: Kept | undefined,
): Promise<void> {
  let isComplete = !tx.seesUncommitted(slaCalendarRevisions);
  for (const [key, definition] of sources) {
    if ((await tx.get(slaCalendarRevisions, key)) !== null) continue;
    isComplete = false;
    tx.insert(slaCalendarRevisions, { id: key, definition });
  }
  if (kept !== undefined && isComplete) kept.isArchived = true;
}

async function withFormer(
  tx: Read,
  calendars: ReadonlyMap<string, BusinessCalendar>,
  keys: readonly (string | null)[],
  former: Map<string, BusinessCalendar>,
): Promise<ReadonlyMap<string, BusinessCalendar>> {
  const all = new Map(calendars);
  for (const key of keys) {
    if (key === null || all.has(key)) continue;
    const known = former.get(key);
    const row = known === undefined ? await tx.get(slaCalendarRevisions, key) : null;
    const calendar = known ?? (row === null ? undefined : createCalendar(row.definition));
    if (calendar === undefined) continue;
    if (!tx.seesUncommitted(slaCalendarRevisions)) former.set(key, calendar);
    all.set(key, calendar);
  }
  return all;
}
