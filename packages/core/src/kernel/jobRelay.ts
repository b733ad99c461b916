import { isConflictError, SupportError } from "../errors/index.ts";
import type { Change, Clock, Filter, Instant, JobTicket, Storage } from "../ports/index.ts";
import { bounded } from "./bounded.ts";
import { type ClaimJobs, claimJobs } from "./claimJobs.ts";
import { type JobRow, jobs } from "./jobTable.ts";

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
}

const batch = 100;
const longestPauseMs = 30_000;
/** How long a queue may take to answer, unless half of the lease is less. */
const longestAnswerMs = 5_000;
const publicationsOfOneKey = 4;
/** What has been due for so long goes first in an outside queue as well. */
const urgentAfterMs = 3_600_000;

export function jobRelay(options: JobRelayOptions): JobRelay {
  const { clock, pollMs, report } = options;
  const claim = claimJobs({ ...options, where: unpublished });
  let stopping = new AbortController();
  let pause = new AbortController();
  let loop: Promise<void> = Promise.resolve();

  const wake = () => {
    if (!pause.signal.aborted) pause.abort("woken");
  };

  const relayUntil = async (stopped: AbortSignal) => {
    while (!stopped.aborted) {
      pause = new AbortController();
      try {
        const count = await relayDue(options, claim, stopped);
        if (count < batch) await clock.wait(pollMs, AbortSignal.any([pause.signal, stopped]));
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
  };
}

/**
 * One pass. What is published is first committed as published and released, so that a worker which is handed the
 * ticket at once can take the row; if this process dies in between, the job is published when its lease has passed.
 */
async function relayDue(options: JobRelayOptions, claim: ClaimJobs, stopped: AbortSignal): Promise<number> {
  const { storage, clock, leaseMs } = options;
  const rows = await claim(batch);
  const marked = await mark(storage, rows, (row) => ({
    ...heldBy(row),
    set: { leasedUntil: null, publishedUntil: clock.now() + leaseMs },
    // A claim in order to publish is no attempt.
    increment: { fenceBase: 1 },
  }));
  if (marked.length === 0) return rows.length;
  try {
    const now = clock.now();
    await publishInTime(
      options,
      marked.map((row) => ticketOf(row, now)),
      stopped,
    );
  } catch (error) {
    await mark(storage, marked, (row) => ({ ...heldBy(row), set: { publishedUntil: null } }));
    throw new QueueAwayError("The queue took no tickets.", { cause: error });
  }
  return rows.length;
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
  return { tenantId: "-", id: "probe", key: `probe/${clock.now()}`, urgent: true };
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
function ticketOf({ tenantId, id, fence, fenceBase, urgentAt, dueAt }: JobRow, now: Instant): JobTicket {
  const attempts = fence - fenceBase - 1;
  const round = Math.floor(fenceBase / publicationsOfOneKey);
  const isOld = dueAt !== null && now - dueAt > urgentAfterMs;
  // The queue is to take it again in its new place, though it holds it in the old one.
  const place = urgentAt === null && isOld ? "~" : "";
  const key = `${encodeURIComponent(tenantId)}/${id}/${attempts}.${round}${place}`;
  return { tenantId, id, key, urgent: urgentAt !== null || isOld };
}
