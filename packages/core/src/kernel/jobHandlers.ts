import type { Job } from "../ports/index.ts";
import type { Context } from "./context.ts";
import type { JobKind, Read, SupportJobs, Transaction } from "./transaction.ts";

/** What a job's handler works with. */
export interface JobRun<Kind extends JobKind = JobKind> {
  readonly job: Job;
  readonly data: SupportJobs[Kind];
  /** Reads in the job's tenant, as the desk itself, for decisions outside a transaction. */
  readonly read: Read;
  /** Aborted if the lease is lost or the desk stops. */
  readonly signal: AbortSignal;
  /**
   * Commits the effects and the completion of the job together. Call it last and once; if a handler does not, the job
   * completes without effects. @throws SupportError LEASE_LOST if another worker has claimed the job in the meantime.
   */
  complete<Result>(decide: (tx: Transaction) => Promise<Result> | Result): Promise<Result>;
}

/** What a handler of core works with: it can commit more than once. */
export interface RoomJobRun<Kind extends JobKind = JobKind> extends JobRun<Kind> {
  /** Acts as the desk itself, in the job's tenant. */
  readonly context: Context;
}

export interface JobHandler<Kind extends JobKind = JobKind, Run = JobRun<Kind>> {
  run(run: Run): Promise<void>;
  /** Attempts before the job is dead. Default 12, which with the default backoff takes about a day. */
  readonly maxAttempts?: number;
  /**
   * Time limit of one attempt, in milliseconds. Then its signal is aborted, TIMED_OUT is recorded, and the job is
   * retried; late results are discarded. Default `worker.maxRunMs`.
   */
  readonly maxRunMs?: number;
  /** Adds to the commit that gives up the job, such as marking its subject as failed. */
  onDead?(tx: Transaction, data: SupportJobs[Kind], error: Error): Promise<void> | void;
}

/** Handlers by job kind. */
export type JobHandlers = { readonly [Kind in JobKind]?: JobHandler<Kind> };

/** Handlers of core by job kind. */
export type RoomJobHandlers = { readonly [Kind in JobKind]?: JobHandler<Kind, RoomJobRun<Kind>> };
