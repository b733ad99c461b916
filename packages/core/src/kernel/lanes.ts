import type { Instant, JobLane } from "../ports/index.ts";

/** Lanes in the order in which they are served. */
export const jobLanes = ["interactive", "normal", "bulk"] as const satisfies readonly JobLane[];

/** The highest priority within a lane; 0 is the lowest and the default. */
export const highestPriority = 9;

/** How much extra waiting time a job counts as having, for each step of its priority. */
const priorityStepMs = 600_000;

/** A job's place in its lane: lower is sooner. */
export function placeOf(dueAt: Instant, priority: number): Instant {
  return dueAt - priority * priorityStepMs;
}

/** A job's rank among all others, across lanes: 0 goes first, 29 last. */
export function rankOf(lane: JobLane, priority: number): number {
  return jobLanes.indexOf(lane) * (highestPriority + 1) + highestPriority - priority;
}
