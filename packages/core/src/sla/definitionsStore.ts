import { type BusinessCalendar, type CalendarDefinition, createCalendar } from "../calendar/index.ts";
import { type Condition, conditionProblems, isLoaded } from "../conditions/index.ts";
import { anyField, type FieldDefinitions } from "../fields/index.ts";
import {
  type DefinitionsCache,
  type DefinitionsRead,
  definitionsCache,
  digest,
  type Read,
  type Transaction,
} from "../kernel/index.ts";
import { compileDefinitions, type Definitions, type KeyedCalendar } from "./definitions.ts";
import type { SlaCalendars, SlaDefinitions, SlaPolicy } from "./policy.ts";
import { slaCalendarRevisions, slaCalendars, slaPolicies, slaRevisions } from "./schema.ts";
import { storedCalendars, storedPolicies } from "./stored.ts";

/** The one row of `slaRevisions` in a tenant. */
export const revisionId = "definitions";
/**
 * Policies and calendars by tenant, compiled once for each revision. An edit made by another process is noticed once
 * the cached copy is older than `maxAgeMs`; one made by this process immediately. A clock that was measured by a stale
 * copy is corrected by the recomputation that follows every edit and starts after that time.
 */
export interface DefinitionsStore extends DefinitionsCache<Definitions> {
  /** Stores the calendars that clocks are counted by, once for each tenant. */
  archive(tx: Transaction, definitions: Definitions): void | Promise<void>;
  /** The calendars in force and those with the given keys, by which clocks were counted before. */
  calendarsFor(
    tx: Read,
    definitions: Definitions,
    keys: readonly (string | null)[],
  ): ReadonlyMap<string, BusinessCalendar> | Promise<ReadonlyMap<string, BusinessCalendar>>;
}

export function createDefinitionsStore(
  code: SlaDefinitions,
  fields: FieldDefinitions,
  maxAgeMs: number,
): DefinitionsStore {
  const former = new Map<string, BusinessCalendar>();
  const ofCode = keyed(code.calendars ?? {});
  const byRows: FieldDefinitions = { ...fields, "case.fields.*": anyField };
  /** The calendars of definitions, including those that are not cached. */
  const sources = new WeakMap<Definitions, ReadonlyMap<string, CalendarDefinition>>();
  /** Definitions whose calendars are known to be stored. */
  const archived = new WeakSet<Definitions>();

  const compile = async (read: DefinitionsRead, stored: number): Promise<Definitions> => {
    const own = stored === 0 ? { policies: [], calendars: {} } : await storedDefinitions(read);
    const calendars = [...(await ofCode), ...(await keyed(own.calendars))];
    const effective = [...new Map(calendars.map((calendar) => [calendar.name, calendar])).values()];
    const policies = inOrder(own.policies, code.policies ?? []);
    const text = JSON.stringify([code.policies ?? [], effective.map(({ key }) => key)]);
    const revision = `${stored}.${(await digest(text)).slice(0, 16)}`;
    // Conditions are validated when a policy is saved; this process may not know the newest fields and plugins yet.
    const known = withFormerFields(own.policies, byRows);
    const definitions = compileDefinitions(revision, policies, effective, known);
    sources.set(definitions, new Map(effective.map(({ key, definition }) => [key, definition])));
    if (effective.length === 0) archived.add(definitions);
    return definitions;
  };

  const cache = definitionsCache({
    tables: [slaRevisions, slaPolicies, slaCalendars],
    revision: async (read) => (await read.get(slaRevisions, revisionId))?.revision ?? 0,
    compile,
    maxAgeMs,
  });

  return {
    ...cache,
    archive(tx, definitions) {
      if (archived.has(definitions)) return;
      return archiveCalendars(tx, sources.get(definitions) ?? new Map(), () => archived.add(definitions));
    },
    calendarsFor(tx, { calendars }, keys) {
      const missing = keys.filter((key) => key !== null && !calendars.has(key));
      return missing.length === 0 ? calendars : withFormer(tx, calendars, missing, former);
    },
  };
}

/** Stored policies come first, then those in code; a stored one replaces the one with its id in code. */
function inOrder(stored: readonly SlaPolicy[], code: readonly SlaPolicy[]): readonly SlaPolicy[] {
  const ids = new Set(stored.map(({ id }) => id));
  return [...stored, ...code.filter(({ id }) => !ids.has(id))];
}

/**
 * The fields, and those of plugins that saved policies name although the desk no longer has them, or has them with another
 * type. They hold anything, so that the other policies stay in force.
 */
function withFormerFields(stored: readonly SlaPolicy[], fields: FieldDefinitions): FieldDefinitions {
  const former = stored.flatMap(({ when }) =>
    when === undefined || conditionProblems(when, fields).length === 0
      ? []
      : namesIn(when)
          .filter(isLoaded)
          .map((name) => [name, anyField] as const),
  );
  return former.length === 0 ? fields : { ...fields, ...Object.fromEntries(former) };
}

function namesIn(condition: Condition): readonly string[] {
  if ("all" in condition) return condition.all.flatMap(namesIn);
  if ("any" in condition) return condition.any.flatMap(namesIn);
  return "not" in condition ? namesIn(condition.not) : [condition.field];
}

/** The definitions created at run time. */
async function storedDefinitions(
  read: DefinitionsRead,
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
  done: () => void,
): Promise<void> {
  let isComplete = !tx.seesUncommitted(slaCalendarRevisions);
  for (const [key, definition] of sources) {
    if ((await tx.get(slaCalendarRevisions, key)) !== null) continue;
    isComplete = false;
    tx.insert(slaCalendarRevisions, { id: key, definition });
  }
  if (isComplete) done();
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
