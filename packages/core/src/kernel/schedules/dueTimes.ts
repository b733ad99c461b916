import type { Instant } from "../../ports/index.ts";
import { previousTime } from "./cronTimes.ts";
import type { CheckedSchedule, ScheduledTime } from "./schedule.ts";

/** A time that is checked later than this was missed. */
const graceMs = 300_000;
/** Maximum missed times that are run. */
const mostMissed = 100;
/** Maximum times counted one by one; for more, `missed` says this. */
const mostCounted = 1_000;

/** The times to run now, oldest first, of a schedule that has been due since `dueAt`. */
export function dueTimes(schedule: CheckedSchedule, dueAt: Instant, now: Instant): readonly ScheduledTime[] {
  const { times, timeZone, missed } = schedule;
  const newestFirst: Instant[] = [];
  for (let before = now; newestFirst.length < mostCounted; ) {
    const at = previousTime(times, timeZone, before);
    if (at === null || at < dueAt) break;
    newestFirst.push(at);
    before = at - 1;
  }
  const [last] = newestFirst;
  if (last === undefined) return [];
  const isMissed = now - last > graceMs;
  if (missed === "all") {
    const run = newestFirst.slice(0, mostMissed).reverse();
    return run.map((at, index) => ({ at, missed: index === 0 ? newestFirst.length - run.length : 0 }));
  }
  return isMissed && missed === "skip" ? [] : [{ at: last, missed: newestFirst.length - 1 }];
}
