import type { JobLane } from "../ports/index.ts";
import { jobLanes } from "./lanes.ts";

/** After how many jobs of higher lanes one of this lane is taken, if one waits. */
const turnAfter: Readonly<Record<JobLane, number>> = {
  interactive: Number.POSITIVE_INFINITY,
  normal: 4,
  bulk: 8,
};
/** Turns that a lane can save up while nobody looks at it. */
const mostSaved = 100;

/** Sees to it that no lane waits for ever, however many jobs the lanes above it have. */
export interface LaneTurns {
  /** Lanes whose turn it is before all others, and for how many of `limit` jobs; the lowest first. */
  owed(limit: number): readonly { readonly lane: JobLane; readonly count: number }[];
  /** `found` jobs of a lane were taken of the `asked` that were wanted; fewer: no more are waiting. */
  taken(lane: JobLane, found: number, asked: number, isTurn: boolean): void;
}

export function laneTurns(): LaneTurns {
  /** How many jobs of higher lanes went before, since this one was empty or had its turn. */
  const passed: Record<JobLane, number> = { interactive: 0, normal: 0, bulk: 0 };
  return {
    owed(limit) {
      const most = Math.max(1, Math.floor(limit / 4));
      return jobLanes.toReversed().flatMap((lane) => {
        const count = Math.min(most, Math.floor(passed[lane] / turnAfter[lane]));
        return count > 0 ? [{ lane, count }] : [];
      });
    },
    taken(lane, found, asked, isTurn) {
      for (const lower of jobLanes.slice(jobLanes.indexOf(lane) + 1))
        passed[lower] = Math.min(passed[lower] + found, turnAfter[lower] * mostSaved);
      if (found < asked) passed[lane] = 0;
      else if (isTurn) passed[lane] -= found * turnAfter[lane];
    },
  };
}
