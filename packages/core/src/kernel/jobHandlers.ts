import type { Clock, Job } from "../ports/index.ts";
import type { Context } from "./context.ts";
import type { JobKind, SupportJobs, Transaction } from "./transaction.ts";

/** What a job's handler works with. */
export interface JobRun<Kind extends JobKind = JobKind> {
  readonly job: Job;
  readonly data: SupportJobs[Kind];
  /** Acts as the desk itself, in the job's tenant. */
  readonly context: Context;
  /** The desk's time, as a transaction sees it, for decisions outside one. */
  readonly clock: Clock;
  /** Aborted when the lease is lost or the desk stops. */
  readonly signal: AbortSignal;
  /**
   * Commits the effects and the end of the job at once. Call it last and once; a handler that does not is completed
   * without effects. @throws SupportError LEASE_LOST when another worker has taken the job meanwhile.
   */
  complete<Result>(decide: (tx: Transaction) => Promise<Result> | Result): Promise<Result>;
}

export interface JobHandler<Kind extends JobKind = JobKind> {
  run(run: JobRun<Kind>): Promise<void>;
  /** Attempts before the job is set aside as dead. Default 12, which with the default backoff is about a day. */
  readonly maxAttempts?: number;
  /**
   * How long one attempt may run, in milliseconds. Then its signal is aborted, TIMED_OUT is recorded, and it is tried
   * again; what it does later is refused. Default `worker.maxRunMs`.
   */
  readonly maxRunMs?: number;
  /** Adds to the commit that sets the job aside: mark what it was about as failed. */
  onDead?(tx: Transaction, data: SupportJobs[Kind], error: Error): Promise<void> | void;
}

/** Handlers by job kind. */
export type JobHandlers = { readonly [Kind in JobKind]?: JobHandler<Kind> };
