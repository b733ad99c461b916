import type { Instant, JobLane } from "../ports/index.ts";

/** Lanes in the order in which they are served. */
export const jobLanes = ["interactive", "normal", "bulk"] as const satisfies readonly JobLane[];

/** The highest priority within a lane; the lowest, and the default, is 0. */
export const highestPriority = 9;

/** How much longer than it has a job counts as having waited, for each step of its priority. */
const priorityStepMs = 600_000;

/** A job's place in its lane: the earlier, the sooner it is taken. */
export function placeOf(dueAt: Instant, priority: number): Instant {
  return dueAt - priority * priorityStepMs;
}

/** Where a job stands among all others, whatever their lanes: 0 goes first, 29 last. */
export function rankOf(lane: JobLane, priority: number): number {
  return jobLanes.indexOf(lane) * (highestPriority + 1) + highestPriority - priority;
}
