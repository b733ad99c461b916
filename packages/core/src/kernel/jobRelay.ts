import { isConflictError, SupportError } from "../errors/index.ts";
import type {
  AggregateQuery,
  Change,
  Clock,
  Filter,
  Instant,
  JobLane,
  JobTicket,
  Storage,
} from "../ports/index.ts";
import { bounded } from "./bounded.ts";
import { type ClaimJobs, claimJobs, type LaneInQueue, type TakenJob } from "./claimJobs.ts";
import { type JobRow, jobs } from "./jobTable.ts";
import { jobLanes, rankOf } from "./lanes.ts";

export interface JobRelayOptions {
  readonly storage: Storage;
  readonly clock: Clock;
  /** How long a ticket counts as waiting in the queue before its job is published again. */
  readonly leaseMs: number;
  /** How long to wait before looking for due jobs again, unless woken by a commit. */
  readonly pollMs: number;
  readonly publish: (tickets: readonly JobTicket[]) => Promise<void>;
  readonly report: (error: unknown, what: string) => void;
  /** Called when the queue stops accepting tickets, and when it resumes. */
  readonly onAway: () => void;
  readonly onBack: () => void;
}

/**
 * Publishes tickets of due jobs to an external queue. Every process may have one: claims keep two from the same row.
 */
export interface JobRelay {
  start(): void;
  /** Resolves when nothing more is published. */
  stop(): Promise<void>;
  /** Looks immediately instead of waiting for the next poll. */
  wake(): void;
  /** A ticket of the queue was processed here; `isIdle` if the process has nothing else to do. */
  dealtWith(isIdle: boolean): void;
}

const batch = 100;
const longestPauseMs = 30_000;
/** How long a queue may take to respond, unless half the lease is shorter. */
const longestAnswerMs = 5_000;
const publicationsOfOneKey = 4;
/**
 * Maximum tickets of one lane waiting in the queue. A queue knows nothing about tenants and turns, so what it already
 * holds goes before later jobs.
 */
const mostWaiting = 100;

export function jobRelay(options: JobRelayOptions): JobRelay {
  const { clock, pollMs, report } = options;
  const claim = claimJobs({ ...options, where: unpublished });
  let stopping = new AbortController();
  let pause = new AbortController();
  let loop: Promise<void> = Promise.resolve();
  let heldBack: ReadonlySet<JobLane> = new Set();
  let dealt = 0;

  const wake = () => {
    if (!pause.signal.aborted) pause.abort("woken");
  };

  const relayUntil = async (stopped: AbortSignal) => {
    while (!stopped.aborted) {
      pause = new AbortController();
      try {
        const pass = await relayDue(options, claim, heldBack, stopped);
        heldBack = pass.heldBack;
        if (pass.count < batch) await clock.wait(pollMs, AbortSignal.any([pause.signal, stopped]));
      } catch (error) {
        const isAway = error instanceof QueueAwayError;
        report(isAway ? error.cause : error, "publishing due jobs");
        if (isAway) await untilBack(stopped);
        else await clock.wait(pollMs, stopped);
      }
    }
  };

  /** Not hurried by commits: each would cause another attempt against a queue that is away. */
  const untilBack = async (stopped: AbortSignal) => {
    options.onAway();
    for (let failures = 0; !stopped.aborted; failures++) {
      await clock.wait(Math.min(longestPauseMs, pollMs * 2 ** failures), stopped);
      if (stopped.aborted) return;
      try {
        await publishInTime(options, [probe(clock)], stopped);
        return options.onBack();
      } catch {
        // Its outage was already reported.
      }
    }
  };

  return {
    start() {
      stopping = new AbortController();
      loop = relayUntil(stopping.signal);
    },
    async stop() {
      stopping.abort("stopped");
      await loop;
    },
    wake,
    dealtWith(isIdle) {
      dealt++;
      if (heldBack.size === 0 || (!isIdle && dealt < mostWaiting / 4)) return;
      dealt = 0;
      wake();
    },
  };
}

/**
 * One pass. Published jobs are first committed as published and released, so that a worker that gets the ticket
 * immediately can claim the row; if this process dies in between, the job is published when its lease expires.
 */
async function relayDue(
  options: JobRelayOptions,
  claim: ClaimJobs,
  heldBack: ReadonlySet<JobLane>,
  stopped: AbortSignal,
): Promise<Pass> {
  const { storage, clock, leaseMs } = options;
  const inQueue = await lanesInQueue(options, heldBack);
  const taken = await claim(batch, inQueue);
  const isTurn = new Set(taken.filter((job) => job.isTurn).map(({ row }) => row));
  const rows = taken.map(({ row }) => row);
  const pass = { count: rows.length, heldBack: fullLanes(inQueue, taken) };
  const marked = await mark(storage, rows, (row) => ({
    ...heldBy(row),
    set: { leasedUntil: null, publishedUntil: clock.now() + leaseMs },
    // A claim for publishing is not an attempt.
    increment: { fenceBase: 1 },
  }));
  if (marked.length === 0) return pass;
  try {
    await publishInTime(
      options,
      marked.map((row) => ticketOf(row, isTurn.has(row))),
      stopped,
    );
  } catch (error) {
    await mark(storage, marked, (row) => ({ ...heldBy(row), set: { publishedUntil: null } }));
    throw new QueueAwayError("The queue did not accept the tickets.", { cause: error });
  }
  return pass;
}

interface Pass {
  readonly count: number;
  /** Lanes with possibly more due jobs than the queue gets for now. */
  readonly heldBack: ReadonlySet<JobLane>;
}

type LanesInQueue = (lane: JobLane) => LaneInQueue;

/** What the queue holds, whoever published it. A lane that was held back is refilled once it is half empty. */
async function lanesInQueue(
  { storage, clock, leaseMs }: JobRelayOptions,
  heldBack: ReadonlySet<JobLane>,
): Promise<LanesInQueue> {
  const now = clock.now();
  const query: AggregateQuery<JobRow> = {
    where: { and: [{ field: "publishedUntil", above: now }, isFree(now)] },
    groupBy: ["lane"],
    measures: { waiting: { measure: "count" } },
  };
  const groups = await bounded({ clock, ms: leaseMs, what: "Storage" }, () => storage.aggregate(jobs, query));
  const counts = new Map(groups.map(({ group, values }) => [group.lane, values.waiting ?? 0]));
  return (lane) => {
    const waiting = counts.get(lane) ?? 0;
    const isFullEnough = heldBack.has(lane) && waiting > mostWaiting / 2;
    return { waiting, room: isFullEnough ? 0 : Math.max(0, mostWaiting - waiting) };
  };
}

function fullLanes(inQueue: LanesInQueue, taken: readonly TakenJob[]): ReadonlySet<JobLane> {
  const publishedIn = (lane: JobLane) =>
    taken.filter(({ row, isTurn }) => row.lane === lane && !isTurn).length;
  return new Set(jobLanes.filter((lane) => publishedIn(lane) >= inQueue(lane).room));
}

function isFree(now: Instant): Filter<JobRow> {
  return {
    or: [
      { field: "leasedUntil", is: null },
      { field: "leasedUntil", atMost: now },
    ],
  };
}

/** Marks a failure of the queue, as opposed to storage. */
class QueueAwayError extends Error {}

/** A queue that does not respond blocks neither the next attempt nor stopping the desk. */
async function publishInTime(
  { publish, clock, leaseMs }: JobRelayOptions,
  tickets: readonly JobTicket[],
  stopped: AbortSignal,
): Promise<void> {
  const bound = { clock, ms: Math.min(longestAnswerMs, leaseMs / 2), what: "The queue" };
  const publishing = bounded(bound, () => publish(tickets));
  // If the desk stops first, nobody sees the late result.
  publishing.catch(() => undefined);
  const stopping = new Promise<void>((resolve) => {
    if (stopped.aborted) resolve();
    stopped.addEventListener("abort", () => resolve(), { once: true });
  });
  const isTaken = await Promise.race([publishing.then(() => true), stopping.then(() => false)]);
  if (isTaken) return;
  throw new SupportError(
    "STOPPED",
    "The desk was stopped before the queue accepted the tickets. Another process will publish them again.",
  );
}

/** A ticket without a job, which costs a queue and its workers next to nothing. */
function probe(clock: Clock): JobTicket {
  return { tenantId: "-", id: "probe", key: `probe/${clock.now()}`, rank: 0 };
}

function unpublished(now: Instant): Filter<JobRow> {
  return {
    or: [
      { field: "publishedUntil", is: null },
      { field: "publishedUntil", atMost: now },
    ],
  };
}

type HeldUpdate = Extract<Change, { readonly kind: "update" }>;

/** Changes all rows in one commit, except those claimed or cancelled in the meantime; returns the changed ones. */
async function mark(
  storage: Storage,
  rows: readonly JobRow[],
  changeOf: (row: JobRow) => HeldUpdate,
): Promise<readonly JobRow[]> {
  let left = rows;
  while (left.length > 0) {
    try {
      await storage.commit(left.map(changeOf));
      break;
    } catch (error) {
      if (!isConflictError(error)) throw error;
      const { changeIndex } = error.conflict;
      left = left.filter((_, at) => at !== changeIndex);
    }
  }
  return left;
}

function heldBy({ tenantId, id, fence }: JobRow): HeldUpdate {
  return { kind: "update", table: jobs, key: { tenantId, id }, expect: { fence } };
}

/**
 * The key stays the same until the job is claimed, so that a queue can drop duplicates. But not forever: a queue that
 * has lost a ticket but remembers its key would never accept the next one.
 */
function ticketOf({ tenantId, id, fence, fenceBase, lane, priority }: JobRow, isTurn: boolean): JobTicket {
  const attempts = fence - fenceBase - 1;
  const round = Math.floor(fenceBase / publicationsOfOneKey);
  // The queue has to accept it again in its new place, although it holds it in the old one.
  const place = isTurn ? "~" : "";
  const key = `${encodeURIComponent(tenantId)}/${id}/${attempts}.${round}${place}`;
  return { tenantId, id, key, rank: isTurn ? 0 : rankOf(lane ?? "normal", priority ?? 0) };
}
