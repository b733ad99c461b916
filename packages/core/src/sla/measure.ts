import { type CaseRow, cases } from "../cases/index.ts";
import type { Transaction } from "../kernel/index.ts";
import { choosePolicy } from "./choosePolicy.ts";
import { type ClockRows, writeClocks } from "./clockRows.ts";
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
    const promises = await promisesFor(tx, store, definitions, found, before, changed);
    const decided = decide(before, happening, found, promises, tx.now);
    const missing = happening.kind === "changed" ? missingMetrics(decided, found, promises) : [];
    const history = missing.length === 0 ? [] : await historyOf(tx, caseId);
    const after = [...decided, ...rebuilt(found, history, missing, promises, tx.now)];
    if (after.length > before.length) await store.archive(tx, definitions);
    clockRows.put(tx, caseId, await writeClocks(tx, found, before, after, definitions));
  };
}

/** The targets of a case as it is now. */
export async function promisesFor(
  tx: Transaction,
  store: DefinitionsStore,
  definitions: Definitions,
  found: CaseRow,
  clocks: readonly ClockRow[],
  changed: ReadonlySet<string> = nothing,
): Promise<Promises> {
  const keys = clocks.map(({ calendar }) => calendar);
  const calendars = await store.calendarsFor(tx, definitions, keys);
  const policy = await choosePolicy(tx, definitions, found, clocks, changed);
  return {
    for: (metric) => policy?.targetFor(metric, found) ?? null,
    calendarOf: (key) => calendarIn(calendars, key),
  };
}
