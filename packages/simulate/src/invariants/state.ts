import {
  caseLinks,
  caseSnoozes,
  cases,
  customers,
  events,
  inbound,
  jobs,
  messages,
  type RowOf,
  receipts,
  type Storage,
  slaClocks,
  timeEntries,
} from "@heedkit/core";
import { allRows } from "../world/ledger.ts";

/** Everything that exists at the end. */
export interface State {
  readonly cases: readonly RowOf<typeof cases>[];
  readonly messages: readonly RowOf<typeof messages>[];
  readonly links: readonly RowOf<typeof caseLinks>[];
  readonly customers: readonly RowOf<typeof customers>[];
  readonly events: readonly RowOf<typeof events>[];
  readonly jobs: readonly RowOf<typeof jobs>[];
  readonly receipts: readonly RowOf<typeof receipts>[];
  readonly clocks: readonly RowOf<typeof slaClocks>[];
  readonly inbound: readonly RowOf<typeof inbound>[];
  readonly snoozes: readonly RowOf<typeof caseSnoozes>[];
  readonly timeEntries: readonly RowOf<typeof timeEntries>[];
}

export async function stateOf(storage: Storage): Promise<State> {
  return {
    cases: await allRows(storage, cases),
    messages: await allRows(storage, messages),
    links: await allRows(storage, caseLinks),
    customers: await allRows(storage, customers),
    events: await allRows(storage, events),
    jobs: await allRows(storage, jobs),
    receipts: await allRows(storage, receipts),
    clocks: await allRows(storage, slaClocks),
    inbound: await allRows(storage, inbound),
    snoozes: await allRows(storage, caseSnoozes),
    timeEntries: await allRows(storage, timeEntries),
  };
}

/** How often each value occurs. */
export function tally<Value>(values: Iterable<Value>): ReadonlyMap<Value, number> {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
