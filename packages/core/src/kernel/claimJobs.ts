import type { ClaimQuery, Clock, Filter, Instant, JobLane, Storage } from "../ports/index.ts";
import { bounded } from "./bounded.ts";
import { isAlive, type JobRow, jobs } from "./jobTable.ts";
import { jobLanes } from "./lanes.ts";
import { laneTurns } from "./laneTurns.ts";
import { type TakeOfLane, tenantTurns } from "./tenantTurns.ts";

export interface ClaimJobsOptions {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly leaseMs: number;
  /** In addition to being due and not dead. */
  readonly where?: (now: Instant) => Filter<JobRow>;
}

export interface TakenJob {
  readonly row: JobRow;
  /** Taken before jobs of higher lanes, because it is the lane's turn. */
  readonly isTurn: boolean;
}

/**
 * Jobs of a lane that were claimed for a queue and wait there, and how many more it should hold. Turns do not count.
 */
export interface LaneInQueue {
  readonly waiting: number;
  readonly room: number;
}

/** Claims at most `limit` due jobs. */
export type ClaimJobs = (
  limit: number,
  inQueue?: (lane: JobLane) => LaneInQueue,
) => Promise<readonly TakenJob[]>;

type Look = (limit: number, inQueue: (lane: JobLane) => LaneInQueue, taken: TakenJob[]) => Promise<void>;

/** How often rows without a lane are looked for, after the first time. */
const lookForOlderMs = 10_000;

/**
 * Claims due jobs: the interactive lane before the normal one, and that before bulk; within a lane, tenants in turn;
 * within a tenant, by place. Lower lanes get their turns ({@link laneTurns}), so that none starves.
 */
export function claimJobs({ storage, clock, leaseMs, where }: ClaimJobsOptions): ClaimJobs {
  const claim = (
    filters: readonly Filter<JobRow>[],
    query: Omit<ClaimQuery<JobRow>, "leaseMs" | "where">,
  ) => {
    const all = { and: [...filters, ...(where === undefined ? [] : [where(query.now)])] };
    const bound = { clock, ms: leaseMs, what: "Storage" };
    return bounded(bound, () => storage.claim(jobs, { ...query, where: all, leaseMs }));
  };
  const inLane = (lane: JobLane, now: Instant): readonly Filter<JobRow>[] => [
    { field: "lane", is: lane },
    { field: "placeAt", atMost: now },
  ];
  const takeFrom = (lane: JobLane): TakeOfLane =>
    tenantTurns({
      claim(limit, tenantId) {
        const now = clock.now();
        const ofTenant: readonly Filter<JobRow>[] =
          tenantId === undefined ? [] : [{ field: "tenantId", is: tenantId }];
        return claim([...ofTenant, ...inLane(lane, now)], { now, limit, orderBy: [{ field: "placeAt" }] });
      },
      async waitingTenants() {
        const query = {
          where: { and: inLane(lane, clock.now()) },
          groupBy: ["tenantId"],
          measures: { waiting: { measure: "count" } },
        } as const;
        const bound = { clock, ms: leaseMs, what: "Storage" };
        const groups = await bounded(bound, () => storage.aggregate(jobs, query));
        return groups.map(({ group }) => String(group.tenantId));
      },
    });
  const takes = { interactive: takeFrom("interactive"), normal: takeFrom("normal"), bulk: takeFrom("bulk") };
  const turns = laneTurns();
  let lookedForOlderAt = Number.NEGATIVE_INFINITY;

  const look: Look = async (limit, inQueue, taken) => {
    const takeOf = async (lane: JobLane, asked: number, isTurn: boolean) => {
      if (asked <= 0) return;
      const rows: JobRow[] = [];
      await takes[lane](asked, rows).finally(() => {
        taken.push(...rows.map((row) => ({ row, isTurn })));
        const isEmpty = rows.length < asked && inQueue(lane).waiting === 0;
        turns.taken(lane, rows.length, { isTurn, isEmpty });
      });
    };
    // Written by a version without lanes, which may still be running.
    const now = clock.now();
    if (Math.abs(now - lookedForOlderAt) >= lookForOlderMs) {
      const older = await claim([isAlive, { field: "lane", is: null }], { now, limit });
      // Until none is left.
      if (older.length < limit) lookedForOlderAt = now;
      taken.push(...older.map((row) => ({ row, isTurn: false })));
    }
    for (const { lane, count } of turns.owed(limit))
      await takeOf(lane, Math.min(count, limit - taken.length), true);
    for (const lane of jobLanes)
      await takeOf(lane, Math.min(limit - taken.length, inQueue(lane).room), false);
  };

  return async (limit, inQueue = () => ({ waiting: 0, room: limit })) => {
    const taken: TakenJob[] = [];
    await look(limit, inQueue, taken).catch((error) => {
      // If a later read fails, jobs that were already claimed are not lost.
      if (taken.length === 0) throw error;
    });
    return taken;
  };
}
