import type { Instant } from "./time.ts";

/**
 * The lane of a job. Higher lanes are served first: `interactive`, for people who are waiting; `normal`, for what the
 * desk does on its own; `bulk`, for broadcasts, backfills and imports.
 */
export type JobLane = "interactive" | "normal" | "bulk";

/** How many jobs of one key may start in any `perMs` milliseconds: `{ key: "smtp", limit: 10, perMs: 1_000 }`. */
export interface JobRate {
  /** What the jobs share, such as a provider's account. Separate for each tenant. */
  readonly key: string;
  readonly limit: number;
  readonly perMs: number;
}

/** Background work, written in the same commit as what made it necessary. */
export interface Job {
  readonly tenantId: string;
  readonly id: string;
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** How many times it has been claimed, including this time. */
  readonly attempt: number;
  readonly dueAt: Instant;
  readonly lane: JobLane;
  /** Within the lane: 0 to 9, highest first. */
  readonly priority: number;
  readonly rate: JobRate | null;
  /** The fencing token of this claim: commits of an older one are rejected. */
  readonly fence: number;
  readonly correlationId: string;
}

/** What an external queue carries: which job is due, without its data. The job's row is authoritative. */
export interface JobTicket {
  readonly tenantId: string;
  readonly id: string;
  /**
   * Letters, digits and `-_.~%/` that identify this attempt of this job. Tickets with one key are for the same claim: a
   * queue that still holds one may drop the second, but not once it has released the first.
   */
  readonly key: string;
  /**
   * 0 to 29: a queue takes tickets of a lower rank first, whatever else it holds, and those of one rank in the order of
   * publishing. The desk makes sure that no rank starves, and that only a few tickets wait at a time.
   */
  readonly rank: number;
}

/** What is left of a ticket once it has been taken: its rank no longer matters. */
export type TakenTicket = Omit<JobTicket, "rank">;

/** What a desk passes to its engine. */
export interface JobEngineHost {
  /**
   * Processes a ticket. Resolves when the ticket is no longer needed: the job was finished, postponed or given up, or
   * can't be claimed. Never rejects. Null in a process that only publishes.
   */
  readonly perform: ((ticket: TakenTicket) => Promise<void>) | null;
  /** Maximum concurrent calls of `perform`. */
  readonly concurrency: number;
  /** After how long an untaken ticket is published again, in milliseconds. */
  readonly leaseMs: number;
  /** Polling interval of a queue that has to be polled, in milliseconds. */
  readonly pollMs: number;
  /** For background failures that no caller can catch, such as a lost connection. */
  readonly report: (error: unknown, what: string) => void;
}

/**
 * A queue that distributes due jobs over many processes. Rows stay authoritative: each process publishes tickets of due
 * rows to the queue, and whichever process receives a ticket claims its row under a lease. Attempts, backoff, dead jobs
 * and cancelling are up to the desk, so that they are the same with every engine. Hence an engine need not retry, delay
 * or persist anything: a lost ticket is published again after its lease, and a duplicate finds its job claimed or gone.
 */
export interface JobEngine {
  readonly specVersion: 1;
  /** For messages: `pg-boss`, `bullmq`. */
  readonly name: string;
  /** Problems with its options; `createSupport` lists them and refuses to start. */
  readonly problems?: readonly string[];
  /** Starts connecting, and calling `perform` if given. Rejects if it can't and would not recover by itself. */
  start(host: JobEngineHost): Promise<void>;
  /**
   * Publishes tickets to the queue; resolves when it has accepted all of them. Only called between `start` and `stop`.
   * If it rejects or does not respond, the desk claims due rows itself until the queue accepts a ticket again.
   */
  publish(tickets: readonly JobTicket[]): Promise<void>;
  /**
   * Takes nothing more from the queue, waits for running calls of `perform`, and closes connections. The desk makes
   * sure that those calls end in time.
   */
  stop(): Promise<void>;
}
