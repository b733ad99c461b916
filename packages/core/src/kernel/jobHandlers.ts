import type { Job } from "../ports/index.ts";
import type { Context } from "./context.ts";
import type { JobKind, Read, SupportJobs, Transaction } from "./transaction.ts";

/** What a job's handler works with. */
export interface JobRun<Kind extends JobKind = JobKind> {
  readonly job: Job;
  readonly data: SupportJobs[Kind];
  /** Reads in the job's tenant, as the desk itself, for decisions outside a transaction. */
  readonly read: Read;
  /** Aborted when the lease is lost or the desk stops. */
  readonly signal: AbortSignal;
  /**
   * Commits the effects and the end of the job at once. Call it last and once; a handler that does not is completed
   * without effects. @throws SupportError LEASE_LOST when another worker has taken the job meanwhile.
   */
  complete<Result>(decide: (tx: Transaction) => Promise<Result> | Result): Promise<Result>;
}

/** What a handler of core works with: it may commit more than once. */
export interface RoomJobRun<Kind extends JobKind = JobKind> extends JobRun<Kind> {
  /** Acts as the desk itself, in the job's tenant. */
  readonly context: Context;
}

export interface JobHandler<Kind extends JobKind = JobKind, Run = JobRun<Kind>> {
  run(run: Run): Promise<void>;
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

/** Handlers of core by job kind. */
export type RoomJobHandlers = { readonly [Kind in JobKind]?: JobHandler<Kind, RoomJobRun<Kind>> };
