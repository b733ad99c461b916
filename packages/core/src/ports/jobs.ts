import type { Instant } from "./time.ts";

/**
 * Which jobs a job waits with. All lanes above it are served first: `interactive`, what a person waits for; `normal`,
 * what the desk does by itself; `bulk`, broadcasts, backfills and imports.
 */
export type JobLane = "interactive" | "normal" | "bulk";

/** How many jobs of one key may start, in any span of `perMs` milliseconds: `{ key: "smtp", limit: 10, perMs: 1_000 }`. */
export interface JobRate {
  /** What the jobs share, such as a provider's account. Each tenant has its own. */
  readonly key: string;
  readonly limit: number;
  readonly perMs: number;
}

/** Something to do later, written in the same commit as what made it necessary. */
export interface Job {
  readonly tenantId: string;
  readonly id: string;
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** How many times it has been taken, this time included. */
  readonly attempt: number;
  readonly dueAt: Instant;
  readonly lane: JobLane;
  /** Within the lane: 0 to 9, the highest first. */
  readonly priority: number;
  readonly rate: JobRate | null;
  /** The fencing token of this taking: the commit of an older one is refused. */
  readonly fence: number;
  readonly correlationId: string;
}

/** What an outside queue carries: which job is due, and nothing of what it is about. The job's row is the truth. */
export interface JobTicket {
  readonly tenantId: string;
  readonly id: string;
  /**
   * Letters, digits and `-_.~%/` that name this attempt of this job. Tickets of one key are for the same taking: a
   * queue that still holds one may drop the second, and should not once it has let go of the first.
   */
  readonly key: string;
  /**
   * 0 to 29: a queue takes tickets of a lower rank first, whatever else it holds. Those of one rank it takes in the order
   * in which they were published. The desk sees to it that no rank waits for ever, and that few tickets wait at a time.
   */
  readonly rank: number;
}

/** What is left of a ticket once it has been taken: its place no longer matters. */
export type TakenTicket = Omit<JobTicket, "rank">;

/** What a desk gives to its engine. */
export interface JobEngineHost {
  /**
   * Does what a ticket is for. Resolves when nothing more is to be done about the ticket: the job was done, put off or
   * set aside, or is not there to be taken (any more). Never rejects. Null in a process that only publishes.
   */
  readonly perform: ((ticket: TakenTicket) => Promise<void>) | null;
  /** Calls of `perform` that may run at once. */
  readonly concurrency: number;
  /** After how long a ticket that nobody took is published again, in milliseconds. */
  readonly leaseMs: number;
  /** How often a queue that has to be asked is asked, in milliseconds. */
  readonly pollMs: number;
  /** For failures that no caller waits for, such as a lost connection. */
  readonly report: (error: unknown, what: string) => void;
}

/**
 * A queue that spreads due jobs over many processes. The rows stay the truth: each process hands tickets of due rows to
 * the queue, and a ticket that comes out of it anywhere takes its row under a lease. Attempts, pauses, dead letters
 * and cancelling are the desk's, so that they are the same with every engine. Hence an engine need not
 * retry, delay or remember: a lost ticket is published again after its lease, and a second one finds its job
 * taken or gone.
 */
export interface JobEngine {
  readonly specVersion: 1;
  /** For messages: `pg-boss`, `bullmq`. */
  readonly name: string;
  /** What is wrong with the options it was made with; `createSupport` refuses to start, naming all of them. */
  readonly problems?: readonly string[];
  /** Begins to connect, and to call `perform` where it is given. Rejects when it can't and would not by itself later. */
  start(host: JobEngineHost): Promise<void>;
  /**
   * Puts tickets into the queue; resolves when it has them all. Only between `start` and `stop`. Where it rejects or does
   * not answer, the desk takes due rows by itself until the queue takes a ticket again.
   */
  publish(tickets: readonly JobTicket[]): Promise<void>;
  /**
   * Takes nothing more from the queue, waits for the calls of `perform` that run, and lets go of connections. The desk
   * sees to it that those calls end in time.
   */
  stop(): Promise<void>;
}
