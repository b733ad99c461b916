import { type CaseRow, cases } from "../cases/index.ts";
import type { Transaction } from "../kernel/index.ts";
import { type ChosenPolicy, choosePolicies } from "./choosePolicy.ts";
import { type ClockRows, stamped, writeClocks } from "./clockRows.ts";
import { calendarIn, type Definitions } from "./definitions.ts";
import type { DefinitionsStore } from "./definitionsStore.ts";
import { decide, type Happening, missingMetrics, type Promises } from "./engine.ts";
import { historyOf } from "./history.ts";
import { rebuilt } from "./replay.ts";
import type { ClockRow } from "./schema.ts";

const nothing: ReadonlySet<string> = new Set();

/** Applies an event of a case to its clocks, within the same commit. */
export type Measure = (
  tx: Transaction,
  caseId: string,
  happening: Happening,
  changed?: ReadonlySet<string>,
) => Promise<void>;

export function createMeasure(store: DefinitionsStore, clockRows: ClockRows): Measure {
  return async (tx, caseId, happening, changed = nothing) => {
    const definitions = await store.current(tx);
    if (definitions.policies.length === 0) return;
    const found = await tx.get(cases, caseId);
    if (found === null) return;
    if (happening.kind === "opened") clockRows.begin(tx, caseId);
    const before = await clockRows.of(tx, caseId);
    const measured = { found, clocks: before };
    const policies = await choosePolicies(tx, definitions, [measured], changed);
    const by = measuring(definitions, policies.get(caseId));
    const promises = await promisesFor(tx, store, definitions, measured, policies.get(caseId));
    const decided = decide(before, happening, found, promises, tx.now);
    const missing = happening.kind === "changed" ? missingMetrics(decided, found, promises) : [];
    const history = missing.length === 0 ? [] : await historyOf(tx, caseId);
    const after = [...decided, ...rebuilt(found, history, missing, promises, tx.now)];
    if (after.length > before.length) await store.archive(tx, definitions);
    const written = await writeClocks(tx, found, before, after, by);
    clockRows.put(tx, caseId, by === definitions ? written : stamped(tx, written, by));
  };
}

/** The targets of a case under the policy chosen for it. */
export async function promisesFor(
  tx: Transaction,
  store: DefinitionsStore,
  definitions: Definitions,
  { found, clocks }: { readonly found: CaseRow; readonly clocks: readonly ClockRow[] },
  chosen: ChosenPolicy | undefined,
): Promise<Promises> {
  const keys = clocks.map(({ calendar }) => calendar);
  const calendars = await store.calendarsFor(tx, definitions, keys);
  return {
    for: (metric) => chosen?.policy?.targetFor(metric, found) ?? null,
    calendarOf: (key) => calendarIn(calendars, key),
  };
}

/**
 * The definitions as clocks record them. A policy that is not certain leaves another revision, so that a recomputation
 * looks at the clocks again; `pass` names the one that just has.
 */
export function measuring(
  definitions: Definitions,
  chosen: ChosenPolicy | undefined,
  pass = uncertain(""),
): Definitions {
  return chosen?.isCertain === false ? { ...definitions, revision: pass } : definitions;
}

/** What clocks record as their revision if their policy was not certain. */
export function uncertain(pass: string): string {
  return `?${pass}`;
}
