import type { JobLane } from "../ports/index.ts";
import { jobLanes } from "./lanes.ts";

/** After how many jobs of higher lanes one of this lane is taken, if one is waiting. */
const turnAfter: Readonly<Record<JobLane, number>> = {
  interactive: Number.POSITIVE_INFINITY,
  normal: 4,
  bulk: 8,
};
/** Turns that a lane can save up while it is not looked at. */
const mostSaved = 12;

/** Makes sure that no lane starves, however many jobs the lanes above it have. */
export interface LaneTurns {
  /** Lanes that go before all others now, and for how many of `limit` jobs; lowest first. */
  owed(limit: number): readonly { readonly lane: JobLane; readonly count: number }[];
  /** Records jobs taken from a lane; `isEmpty`: no more of them are waiting anywhere. */
  taken(lane: JobLane, found: number, how: { readonly isTurn: boolean; readonly isEmpty: boolean }): void;
}

export function laneTurns(): LaneTurns {
  /** How many jobs of higher lanes went first, since this one was empty or had its turn. */
  const passed: Record<JobLane, number> = { interactive: 0, normal: 0, bulk: 0 };
  return {
    owed(limit) {
      const most = Math.max(1, Math.floor(limit / 4));
      return jobLanes.toReversed().flatMap((lane) => {
        const count = Math.min(most, Math.floor(passed[lane] / turnAfter[lane]));
        return count > 0 ? [{ lane, count }] : [];
      });
    },
    taken(lane, found, { isTurn, isEmpty }) {
      for (const lower of jobLanes.slice(jobLanes.indexOf(lane) + 1))
        passed[lower] = Math.min(passed[lower] + found, turnAfter[lower] * mostSaved);
      if (isEmpty) passed[lane] = 0;
      else if (isTurn) passed[lane] -= found * turnAfter[lane];
    },
  };
}
