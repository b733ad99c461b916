import type { ClaimQuery, Clock, Filter, Instant, Storage } from "../ports/index.ts";
import { bounded } from "./bounded.ts";
import { isAlive, type JobRow, jobs } from "./jobTable.ts";

export interface ClaimJobsOptions {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly leaseMs: number;
  /** Beside those that are due and not set aside. */
  readonly where?: (now: Instant) => Filter<JobRow>;
}

/** Takes due jobs under a lease, at most `limit`. */
export type ClaimJobs = (limit: number) => Promise<readonly JobRow[]>;

/** Every so many looks the jobs are taken by age alone. */
const lookByAge = 4;

/**
 * Takes the jobs that go first before the others, each kind by its time. Every fourth look takes the oldest of all, so
 * that the others are done as well, however many go first.
 */
export function claimJobs({ storage, clock, leaseMs, where }: ClaimJobsOptions): ClaimJobs {
  let looks = 0;
  const claim = (query: Omit<ClaimQuery<JobRow>, "leaseMs">) =>
    bounded({ clock, ms: leaseMs, what: "Storage" }, () => storage.claim(jobs, { ...query, leaseMs }));

  return async (limit) => {
    const now = clock.now();
    const basis: Filter<JobRow> = where === undefined ? isAlive : { and: [isAlive, where(now)] };
    looks = (looks + 1) % lookByAge;
    if (looks === 0) return claim({ where: basis, limit, now });
    const urgent = await claim({
      where: { and: [basis, { field: "urgentAt", atMost: now }] },
      orderBy: [{ field: "urgentAt" }],
      limit,
      now,
    });
    if (urgent.length === limit) return urgent;
    // Where this fails, those that were taken are not lost sight of.
    const others = await claim({ where: basis, limit: limit - urgent.length, now }).catch((error) => {
      if (urgent.length === 0) throw error;
      return [];
    });
    return [...urgent, ...others];
  };
}
