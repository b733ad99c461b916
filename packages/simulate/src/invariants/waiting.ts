import type { State } from "./state.ts";

const ended: readonly string[] = ["solved", "closed"];

/** A snoozed case wakes once, in time, and sleeps in no other way; what cases say of time spent is the sum of the entries. */
export function* waitingFaults(state: State, now: number): Generator<string> {
  const told = Map.groupBy(state.events, ({ caseId }) => caseId);
  for (const found of state.cases) {
    const { code, snoozedUntil } = found;
    const own = told.get(found.id) ?? [];
    const fallen = own.filter(({ type, data }) => type === "case.snoozed" && data.before === null).length;
    const woken = own.filter(({ type }) => type === "case.woken").length;
    const asleep = snoozedUntil === null ? 0 : 1;
    if (fallen - woken !== asleep)
      yield `${code} fell asleep ${fallen} times and woke ${woken} times, and is ${asleep === 1 ? "asleep" : "awake"}.`;
    if (snoozedUntil !== null && snoozedUntil <= now) yield `${code} was to wake and nobody looked.`;
    if (snoozedUntil !== null && (found.spam || ended.includes(found.category)))
      yield `${code} is asleep, though it is in no queue.`;
    const alarms = state.snoozes.filter(({ caseId }) => caseId === found.id).length;
    if (alarms !== asleep) yield `${code} is to be woken by ${alarms} rows.`;
    const spent = state.timeEntries
      .filter(({ caseId, archivedAt }) => caseId === found.id && archivedAt === null)
      .reduce((sum, { durationMs }) => sum + durationMs, 0);
    if (spent !== (found.timeSpentMs ?? 0))
      yield `${code} says that ${found.timeSpentMs} ms were spent, and its entries say ${spent}.`;
  }
}
