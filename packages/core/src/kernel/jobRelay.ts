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
  /** Called when the queue takes no tickets, and when it does again. */
  readonly onAway: () => void;
  readonly onBack: () => void;
}

/** Hands tickets of due jobs to an outside queue. Every process may have one: a claim keeps two from the same row. */
export interface JobRelay {
  start(): void;
  /** Resolves when nothing more is published. */
  stop(): Promise<void>;
  /** Looks at once instead of waiting for the next poll. */
  wake(): void;
  /** A ticket of the queue was dealt with in this process, which has nothing else to do where it `isIdle`. */
  dealtWith(isIdle: boolean): void;
}

const batch = 100;
const longestPauseMs = 30_000;
/** How long a queue may take to answer, unless half of the lease is less. */
const longestAnswerMs = 5_000;
const publicationsOfOneKey = 4;
/**
 * Tickets of one lane that wait in the queue at a time. A queue knows nothing of tenants and turns: what it holds already
 * goes before whoever comes later.
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

  /** Commits do not hurry it: each would make another attempt against a queue that is away. */
  const untilBack = async (stopped: AbortSignal) => {
    options.onAway();
    for (let failures = 0; !stopped.aborted; failures++) {
      await clock.wait(Math.min(longestPauseMs, pollMs * 2 ** failures), stopped);
      if (stopped.aborted) return;
      try {
        await publishInTime(options, [probe(clock)], stopped);
        return options.onBack();
      } catch {
        // It was reported when it went away.
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
 * One pass. What is published is first committed as published and released, so that a worker which is handed the
 * ticket at once can take the row; if this process dies in between, the job is published when its lease has passed.
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
    // A claim in order to publish is no attempt.
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
    throw new QueueAwayError("The queue took no tickets.", { cause: error });
  }
  return pass;
}

interface Pass {
  readonly count: number;
  /** Lanes of which more may be due than the queue is given for now. */
  readonly heldBack: ReadonlySet<JobLane>;
}

type LanesInQueue = (lane: JobLane) => LaneInQueue;

/** What the queue holds, whoever published it. A lane that was held back is filled up again once it is half empty. */
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

/** Says that it was the queue that failed, and not the storage. */
class QueueAwayError extends Error {}

/** A queue that does not answer keeps neither the next attempt from being made nor the desk from stopping. */
async function publishInTime(
  { publish, clock, leaseMs }: JobRelayOptions,
  tickets: readonly JobTicket[],
  stopped: AbortSignal,
): Promise<void> {
  const bound = { clock, ms: Math.min(longestAnswerMs, leaseMs / 2), what: "The queue" };
  const publishing = bounded(bound, () => publish(tickets));
  // Where the desk stops first, nobody hears of what becomes of it later.
  publishing.catch(() => undefined);
  const stopping = new Promise<void>((resolve) => {
    if (stopped.aborted) resolve();
    stopped.addEventListener("abort", () => resolve(), { once: true });
  });
  const isTaken = await Promise.race([publishing.then(() => true), stopping.then(() => false)]);
  if (isTaken) return;
  throw new SupportError(
    "STOPPED",
    "The desk was stopped before the queue took the tickets. They are published again by another process.",
  );
}

/** A ticket of no job, which costs a queue and its workers next to nothing. */
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

/** Changes all rows in one commit but those that were taken or cancelled meanwhile; returns those it changed. */
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
 * The key stays the same until the job is taken, so that a queue may drop what it holds already. Not for ever: a queue
 * that has lost a ticket and still knows its key would never take the next one.
 */
function ticketOf({ tenantId, id, fence, fenceBase, lane, priority }: JobRow, isTurn: boolean): JobTicket {
  const attempts = fence - fenceBase - 1;
  const round = Math.floor(fenceBase / publicationsOfOneKey);
  // The queue is to take it again in its new place, though it holds it in the old one.
  const place = isTurn ? "~" : "";
  const key = `${encodeURIComponent(tenantId)}/${id}/${attempts}.${round}${place}`;
  return { tenantId, id, key, rank: isTurn ? 0 : rankOf(lane ?? "normal", priority ?? 0) };
}
