import { isConflictError, SupportError } from "../errors/index.ts";
import type { Change, Clock, Filter, Instant, JobTicket, Storage } from "../ports/index.ts";
import { isAlive, type JobRow, jobs } from "./jobTable.ts";

export interface JobRelayOptions {
  readonly storage: Storage;
  readonly clock: Clock;
  /** How long a ticket counts as waiting in the queue before its job is published again. */
  readonly leaseMs: number;
  /** How long to wait before looking for due jobs again, unless woken by a commit. */
  readonly pollMs: number;
  readonly publish: (tickets: readonly JobTicket[]) => Promise<void>;
  readonly report: (error: unknown, what: string) => void;
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
const publicationsOfOneKey = 4;

export function jobRelay(options: JobRelayOptions): JobRelay {
  const { clock, pollMs, report } = options;
  let stopping = new AbortController();
  let pause = new AbortController();
  let loop: Promise<void> = Promise.resolve();
  let failures = 0;

  const wake = () => {
    if (!pause.signal.aborted) pause.abort("woken");
  };

  const relayUntil = async (stopped: AbortSignal) => {
    while (!stopped.aborted) {
      pause = new AbortController();
      try {
        const count = await relayDue(options, stopped);
        failures = 0;
        if (count < batch) await clock.wait(pollMs, AbortSignal.any([pause.signal, stopped]));
      } catch (error) {
        report(error, "publishing due jobs");
        // Commits do not wake it then: each would make another attempt against a queue that is away.
        await clock.wait(Math.min(longestPauseMs, pollMs * 2 ** failures++), stopped);
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
async function relayDue(options: JobRelayOptions, stopped: AbortSignal): Promise<number> {
  const { storage, clock, leaseMs } = options;
  const now = clock.now();
  const rows = await storage.claim(jobs, { where: unpublished(now), limit: batch, now, leaseMs });
  const marked = await mark(storage, rows, (row) => ({
    ...heldBy(row),
    set: { leasedUntil: null, publishedUntil: clock.now() + leaseMs },
    // A claim in order to publish is no attempt.
    increment: { fenceBase: 1 },
  }));
  if (marked.length === 0) return rows.length;
  try {
    await publishInTime(options, marked.map(ticketOf), stopped);
  } catch (error) {
    await mark(storage, marked, (row) => ({ ...heldBy(row), set: { publishedUntil: null } }));
    throw error;
  }
  return rows.length;
}

/** A queue that does not answer keeps neither the next attempt from being made nor the desk from stopping. */
async function publishInTime(
  { publish, clock, leaseMs }: JobRelayOptions,
  tickets: readonly JobTicket[],
  stopped: AbortSignal,
): Promise<void> {
  const answered = new AbortController();
  const publishing = publish(tickets).then(() => true);
  // Where the wait ends first, nobody hears of what becomes of it later.
  publishing.catch(() => undefined);
  const waiting = clock.wait(leaseMs / 2, AbortSignal.any([answered.signal, stopped])).then(() => false);
  try {
    if (await Promise.race([publishing, waiting])) return;
  } finally {
    answered.abort("answered");
  }
  throw new SupportError(
    "QUEUE_UNAVAILABLE",
    stopped.aborted
      ? "The desk was stopped before the queue took the tickets. They are published again by another process."
      : `The queue did not take the tickets within ${leaseMs / 2} ms. They are published again.`,
  );
}

function unpublished(now: Instant): Filter<JobRow> {
  const isFree: Filter<JobRow> = {
    or: [
      { field: "publishedUntil", is: null },
      { field: "publishedUntil", atMost: now },
    ],
  };
  return { and: [isAlive, isFree] };
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
function ticketOf({ tenantId, id, fence, fenceBase }: JobRow): JobTicket {
  const attempts = fence - fenceBase - 1;
  const round = Math.floor(fenceBase / publicationsOfOneKey);
  return { tenantId, id, key: `${encodeURIComponent(tenantId)}/${id}/${attempts}.${round}` };
}
