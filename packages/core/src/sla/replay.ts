import type { CaseRow } from "../cases/index.ts";
import type { SupportEvent } from "../kernel/index.ts";
import type { Instant } from "../ports/index.ts";
import { type Clock, isOpenClock, promisedFrom } from "./clock.ts";
import { decide, missingMetrics, type Promises } from "./engine.ts";
import { changeOf, happeningOf, isOf, mayDecide, oldestWaiting } from "./happenings.ts";
import { factsAfter, factsAtOpening } from "./history.ts";
import type { Metric } from "./metrics.ts";

/** The targets by which a history is replayed. */
export interface ReplayPlan {
  /** The targets for the case as it was then. */
  promisesFor(facts: CaseRow): Promises;
  /** Fields that determine the policy; null if targets never change. */
  readonly deciding: ReadonlySet<string> | null;
}

/** The clocks that a case would have had, from its events. Pure. */
export function replay(row: CaseRow, history: readonly SupportEvent[], plan: ReplayPlan): readonly Clock[] {
  let clocks: readonly Clock[] = [];
  const opened = history.find((event) => isOf(event, "case.opened"));
  if (opened === undefined || !isOf(opened, "case.opened")) return clocks;
  const { messageId } = opened.data;
  let facts = factsAtOpening(row, history);
  for (const commit of commits(history)) {
    for (const event of commit) facts = factsAfter(facts, event, messageId);
    const seen = history.slice(0, history.indexOf(commit[0] ?? opened) + commit.length);
    for (const event of commit) {
      const promises = plan.promisesFor(facts);
      const happening = happeningOf(event, (moved) => oldestWaiting(seen, moved));
      if (happening !== null) clocks = decide(clocks, happening, facts, promises, event.at);
      const change = changeOf(event);
      if (change === null || plan.deciding === null || !mayDecide(plan.deciding, change.fields)) continue;
      clocks = decide(clocks, { kind: "changed", because: change.because }, facts, promises, event.at);
      const missing = missingMetrics(clocks, facts, promises);
      clocks = [...clocks, ...rebuilt(row, seen, missing, promises, event.at)];
    }
  }
  return clocks;
}

/**
 * Open clocks for metrics that had no target until now, as if they had one from the start; but nothing was missed
 * before the target existed.
 */
export function rebuilt(
  row: CaseRow,
  history: readonly SupportEvent[],
  missing: readonly Metric[],
  { for: promised, calendarOf }: Promises,
  now: Instant,
): readonly Clock[] {
  if (missing.length === 0) return [];
  const promises: Promises = {
    for: (metric) => (missing.includes(metric) ? promised(metric) : null),
    calendarOf,
  };
  return replay(row, history, { promisesFor: () => promises, deciding: null })
    .filter(isOpenClock)
    .map((clock) => promisedFrom(clock, now, calendarOf));
}

/** Events of one commit see the case as it was after the whole commit. */
function* commits(history: readonly SupportEvent[]): Generator<readonly SupportEvent[]> {
  let commit: SupportEvent[] = [];
  for (const event of history) {
    const [first] = commit;
    if (first !== undefined && (first.correlationId !== event.correlationId || first.at !== event.at)) {
      yield commit;
      commit = [];
    }
    commit.push(event);
  }
  if (commit.length > 0) yield commit;
}
