import { isConflictError } from "../../errors/index.ts";
import type { Change, Clock, Instant, Job, JobRate, Storage } from "../../ports/index.ts";
import { keyOf } from "../../rows/index.ts";
import { jobs, released } from "../jobTable.ts";
import { placeOf, rankOf } from "../lanes.ts";
import { type JobRateRow, jobRates } from "./schema.ts";
import { decideStart, freshRate, type RateState } from "./window.ts";

export interface RatedStartsOptions {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly random: { fraction(): number };
}

/** Starts jobs with a rate limit. */
export interface RatedStarts {
  /** Whether a claimed job may start now; if not, it was postponed or is no longer this worker's. */
  start(job: Job): Promise<boolean>;
}

type Rated = Job & { readonly rate: JobRate };

interface Waiting {
  readonly job: Rated;
  readonly decided: PromiseWithResolvers<boolean>;
}

/** Maximum jobs in one commit. */
const batch = 100;
/** Conflicts with other processes after which jobs are postponed rather than decided. */
const attempts = 10;
const longestPauseMs = 50;

/**
 * Decides about the starts of a key in commits to its row. Each process has one such commit in flight per key, which
 * decides for all jobs that have arrived since: so processes contend for the row, not jobs.
 */
export function ratedStarts({ storage, clock, random }: RatedStartsOptions): RatedStarts {
  const queues = new Map<string, Waiting[]>();

  const serve = async (key: string, queue: Waiting[]) => {
    while (queue.length > 0) {
      const next = queue.splice(0, batch);
      try {
        const started = await decide(next.map(({ job }) => job));
        for (const { job, decided } of next) decided.resolve(started.has(job));
      } catch (error) {
        for (const { decided } of next) decided.reject(error);
      }
    }
    queues.delete(key);
  };

  /** The jobs that may start, committed with the row that limits them. */
  const decide = async (taken: readonly Rated[]): Promise<ReadonlySet<Job>> => {
    let left = taken.toSorted(byRank);
    for (let attempt = 1; left.length > 0; attempt++) {
      const row = await rowOf(left);
      const { changes, started } = outcome(left, row, clock.now());
      try {
        await storage.commit(changes);
        return started;
      } catch (error) {
        if (!isConflictError(error)) throw error;
        const lost = changes[error.conflict.changeIndex];
        // Another worker has it by now, or it was cancelled.
        if (lost?.table === jobs) left = left.filter(({ id }) => id !== keyOf(lost).id);
        else if (attempt >= attempts) return putOffAll(left);
        else await clock.wait(random.fraction() * Math.min(longestPauseMs, 2 ** attempt));
      }
    }
    return new Set();
  };

  const rowOf = async ([first]: readonly Rated[]): Promise<JobRateRow | null> => {
    if (first === undefined) return null;
    const [row] = await storage.get(jobRates, [{ tenantId: first.tenantId, id: first.rate.key }]);
    return row ?? null;
  };

  /** The row is constantly written by others: the jobs come back a little later. */
  const putOffAll = async (left: readonly Rated[]): Promise<ReadonlySet<Job>> => {
    for (const job of left) {
      const dueAt = clock.now() + 1 + Math.floor(random.fraction() * Math.min(1_000, job.rate.perMs));
      await storage.commit([putOff(job, dueAt)]).catch((error) => {
        if (!isConflictError(error)) throw error;
      });
    }
    return new Set();
  };

  return {
    start(job) {
      const { rate } = job;
      if (rate === null) return Promise.resolve(true);
      const key = JSON.stringify([job.tenantId, rate.key]);
      const decided = Promise.withResolvers<boolean>();
      const waiting = { job: { ...job, rate }, decided };
      const queue = queues.get(key);
      if (queue !== undefined) queue.push(waiting);
      else {
        const made = [waiting];
        queues.set(key, made);
        void serve(key, made);
      }
      return decided.promise;
    },
  };
}

function outcome(taken: readonly Rated[], row: JobRateRow | null, now: Instant) {
  let state: RateState = row ?? freshRate;
  const started = new Set<Job>();
  const ofJobs = taken.map((job): Change => {
    const decision = decideStart(state, job, now);
    state = decision.state;
    if (decision.putOffTo !== null) return putOff(job, decision.putOffTo);
    started.add(job);
    // Rejected if another worker has it by now.
    return { ...ofJob(job), set: { publishedUntil: null } };
  });
  return { started, changes: [...ofJobs, changeOfRate(taken, row, state, now)] };
}

function changeOfRate(
  [first]: readonly Rated[],
  row: JobRateRow | null,
  { starts, keptMs, putOffTo, passed, turn }: RateState,
  now: Instant,
): Change {
  const last = Math.max(now, starts.at(-1) ?? 0, ...Object.values(putOffTo).map((at) => at ?? 0));
  const set = { starts, keptMs, putOffTo, passed, turn, dueAt: last + keptMs, updatedAt: now };
  const key = { tenantId: first?.tenantId ?? "", id: first?.rate.key ?? "" };
  if (row !== null)
    return {
      kind: "update",
      table: jobRates,
      key,
      set: { ...set, version: row.version + 1 },
      expect: { version: row.version },
    };
  const fresh = { ...key, version: 1, leasedUntil: null, fence: 0, createdAt: now };
  return { kind: "insert", table: jobRates, row: { ...fresh, ...set } };
}

function ofJob({ tenantId, id, fence }: Job) {
  return { kind: "update", table: jobs, key: { tenantId, id }, expect: { fence } } as const;
}

/** Being postponed is not an attempt. */
function putOff(job: Job, dueAt: Instant): Change {
  const set = { ...released, dueAt, placeAt: placeOf(dueAt, job.priority) };
  return { ...ofJob(job), set, increment: { fenceBase: 1 } };
}

function byRank(left: Job, right: Job): number {
  const ranks = rankOf(left.lane, left.priority) - rankOf(right.lane, right.priority);
  return ranks === 0 ? left.dueAt - right.dueAt : ranks;
}
