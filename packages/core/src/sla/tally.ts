import type { Clock } from "./clock.ts";
import type { Metric } from "./metrics.ts";
import { attainment, type Outcome, outcomeOf } from "./outcome.ts";

/** Attainment counts. */
export interface Kept {
  readonly met: number;
  readonly missed: number;
  readonly open: number;
  readonly attainment: number | null;
}

/** A clock with a different outcome. `none`: there was, or would have been, no such clock. */
export interface SimulatedChange {
  readonly caseId: string;
  readonly metric: Metric;
  readonly startedAt: number;
  readonly before: Outcome | "none";
  readonly after: Outcome | "none";
}

export function differences(
  caseId: string,
  before: readonly Clock[],
  after: readonly Clock[],
): readonly SimulatedChange[] {
  const key = ({ metric, startedAt }: Clock) => `${metric} ${startedAt}`;
  const byKey = (clocks: readonly Clock[]) =>
    new Map(clocks.filter(({ state }) => state !== "cancelled").map((clock) => [key(clock), clock]));
  const old = byKey(before);
  const now = byKey(after);
  const outcome = (clock: Clock | undefined): SimulatedChange["before"] =>
    clock === undefined ? "none" : outcomeOf(clock);
  return [...new Map([...old, ...now])].flatMap(([at, { metric, startedAt }]) => {
    const change = { before: outcome(old.get(at)), after: outcome(now.get(at)) };
    return change.before === change.after ? [] : [{ caseId, metric, startedAt, ...change }];
  });
}

/** Counts outcomes of clocks, by metric. */
export class Tally {
  readonly #counts = new Map<string, number>();

  add(clocks: readonly Clock[]): void {
    for (const clock of clocks) {
      const key = `${clock.metric} ${outcomeOf(clock)}`;
      this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    }
  }

  has(metric: Metric): boolean {
    const { met, missed, open } = this.of(metric);
    return met + missed + open > 0;
  }

  of(metric: Metric): Kept {
    const count = (outcome: Outcome) => this.#counts.get(`${metric} ${outcome}`) ?? 0;
    const met = count("met");
    const missed = count("missed");
    return { met, missed, open: count("open"), attainment: attainment(met, missed) };
  }
}
