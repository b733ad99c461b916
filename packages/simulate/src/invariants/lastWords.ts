import type { State } from "./state.ts";

/** The time somebody last wrote is never before a message of the case, whatever the process's clock said. */
export function* lastWordFaults(state: State): Generator<string> {
  for (const found of state.cases) {
    const own = state.messages.filter(({ caseId }) => caseId === found.id);
    const newest = Math.max(
      0,
      ...own
        .filter(({ direction, automatic }) => direction === "in" && automatic === null)
        .map(({ at }) => at),
    );
    if (newest > (found.lastCustomerMessageAt ?? 0))
      yield `${found.code} has a message of its customer from ${newest}, and says that the last one came at ${found.lastCustomerMessageAt}.`;
    if (found.solvedAt !== null && found.solvedAt < found.openedAt)
      yield `${found.code} was solved before it was opened.`;
  }
}
