import { isConflictError, isSupportError, SupportError } from "../errors/index.ts";
import type { Change, Job } from "../ports/index.ts";
import { bounded } from "./bounded.ts";
import { inCode } from "./code.ts";
import type { Context } from "./context.ts";
import type { JobHandler, JobRun, RoomJobHandlers, RoomJobRun } from "./jobHandlers.ts";
import { heldChange, holdLease, keyOf, leaseLost, whileHeld } from "./jobLease.ts";
import { dead, type JobRow, jobs, postponed, released } from "./jobTable.ts";
import type { Kernel } from "./kernel.ts";
import { openRead } from "./operations/perform.ts";
import { type RatedStarts, ratedStarts } from "./rates/index.ts";
import { transact } from "./transact.ts";
import type { JobKind, Transaction } from "./transaction.ts";

export interface PerformerOptions {
  readonly leaseMs: number;
  /** Time limit of handlers without their own. */
  readonly maxRunMs: number;
  /** The first backoff after a failure; doubled each time. */
  readonly backoffBaseMs: number;
  readonly backoffLimitMs: number;
}

/** Runs one claimed job to its end: completed, postponed, or dead with its causes. */
export type JobPerformer = (job: Job, signal: AbortSignal) => Promise<void>;

export function createPerformer(
  kernel: Kernel,
  handlers: RoomJobHandlers,
  options: PerformerOptions,
): JobPerformer {
  const starts = ratedStarts(kernel);
  return async (job, signal) => {
    if (!(await mayStart(kernel, starts, job))) return;
    const handler = Object.hasOwn(handlers, job.kind)
      ? (handlers[job.kind as JobKind] as RoomJobHandler | undefined)
      : undefined;
    const context = contextOf(kernel, job);
    const maxRunMs = handler?.maxRunMs ?? options.maxRunMs;
    const lease = holdLease(kernel, job, { leaseMs: options.leaseMs, maxRunMs }, signal);
    try {
      if (handler === undefined) throw unknownKind(job);
      if (job.attempt > maxAttempts(handler)) throw neverReturned(job);
      // An abandoned handler can no longer write, whatever it is awaiting at that moment.
      const held = { ...context, over: lease.over };
      await whileHeld(lease, runHandler(handler, job, held, lease.signal));
    } catch (error) {
      lease.release();
      if (isSupportError(error) && error.code === "LEASE_LOST")
        return kernel.report(error, `job ${job.kind}`);
      // If even this can't be written, the job comes back when its lease expires.
      await bounded({ clock: kernel.clock, ms: options.leaseMs, what: "Storage" }, () =>
        recordFailure(context, handler, job, asError(error), options),
      ).catch((failure) => kernel.report(failure, `recording the failure of job ${job.kind}`));
    } finally {
      lease.release();
    }
  };
}

/** A job whose start can't be decided comes back when its lease expires. */
async function mayStart({ report }: Kernel, starts: RatedStarts, job: Job): Promise<boolean> {
  try {
    return await starts.start(job);
  } catch (error) {
    report(error, `starting job ${job.kind}`);
    return false;
  }
}

type RoomJobHandler = JobHandler<JobKind, RoomJobRun>;

async function runHandler(
  handler: RoomJobHandler,
  job: Job,
  context: Context,
  signal: AbortSignal,
): Promise<void> {
  let completed = false;
  const complete: JobRun["complete"] = async (decide) => {
    try {
      const result = await transact(context, decide, [removal(job)]);
      completed = true;
      return result;
    } catch (error) {
      if (isConflictError(error) && error.conflict.table === jobs.name) throw leaseLost(job, error);
      throw error;
    }
  };
  // The kind selected the handler, so the data is of that kind.
  const data = job.data as JobRun["data"];
  // A handler may look again after it has waited.
  const own = { job, data, read: openRead(context, { remembers: false }), signal, complete };
  // A plugin can only commit with `complete`, and the types of its handlers have no context.
  const given = context.code === undefined ? { ...own, context } : own;
  await inCode(context.code, `The job "${job.kind}"`, () => handler.run(given as RoomJobRun));
  if (!completed) await complete(() => undefined);
}

/** Postpones or gives up the job, in one commit with what its kind adds. */
async function recordFailure(
  context: Context,
  handler: RoomJobHandler | undefined,
  job: Job,
  error: Error,
  options: PerformerOptions,
): Promise<void> {
  const { kernel } = context;
  const final =
    handler === undefined ||
    job.attempt >= maxAttempts(handler) ||
    (isSupportError(error) && !error.retryable);
  kernel.report(error, `job ${job.kind} (attempt ${job.attempt}${final ? ", giving up" : ""})`);
  const [row] = await kernel.storage.get(jobs, [job]);
  if (row === undefined || row.fence !== job.fence) return;
  const now = kernel.clock.now();
  const failures = [...row.failures, failureOf(error, job, now)].slice(-20);
  const set = final
    ? { ...dead(now), failures }
    : { ...released, failures, ...postponed(row, now + pauseBefore(job, error, kernel, options)) };
  const write = (decide: (tx: Transaction) => Promise<void> | void) =>
    transact(context, decide, [heldChange(job, set)]);
  try {
    // The kind selected the handler, so the data is of that kind.
    await write((tx) =>
      inCode(context.code, `The job "${job.kind}"`, () =>
        final ? handler?.onDead?.(tx, job.data as JobRun["data"], error) : undefined,
      ),
    );
  } catch (failure) {
    if (isConflictError(failure)) return kernel.report(leaseLost(job, failure), `job ${job.kind}`);
    if (!final || isWorthRepeating(failure)) throw failure;
    // Otherwise the job would be claimed, and fail to be given up, forever.
    if (!isUnknownTenant(failure)) kernel.report(failure, `giving up job ${job.kind}`);
    // Without a transaction, which may be refused for the job's tenant.
    await setAside(kernel, job, set);
  }
}

/** Whether recording the death of a job may succeed later. A plugin's own bug in `onDead` would recur each time. */
function isWorthRepeating(failure: unknown): boolean {
  return isSupportError(failure) && failure.retryable && failure.code !== "EXTENSION_FAILED";
}

async function setAside(kernel: Kernel, job: Job, set: Partial<JobRow>): Promise<void> {
  try {
    await kernel.storage.commit([heldChange(job, set)]);
  } catch (failure) {
    if (!isConflictError(failure)) throw failure;
    kernel.report(leaseLost(job, failure), `job ${job.kind}`);
  }
}

/** Reported with the failure of the job itself. */
function isUnknownTenant(error: unknown): boolean {
  return isSupportError(error) && error.code === "UNKNOWN_TENANT";
}

function pauseBefore(job: Job, error: Error, kernel: Kernel, options: PerformerOptions): number {
  const ceiling = Math.min(options.backoffLimitMs, options.backoffBaseMs * 2 ** (job.attempt - 1));
  const asked = isSupportError(error) ? (error.retryAfterMs ?? 0) : 0;
  return Math.max(asked, Math.round(kernel.random.fraction() * ceiling));
}

function failureOf(error: Error, { attempt }: Job, at: number): JobRow["failures"][number] {
  return {
    at,
    attempt,
    code: isSupportError(error) ? error.code : error.name,
    message: error.message.slice(0, 2_000),
  };
}

function contextOf(kernel: Kernel, job: Job): Context {
  const { tenantId, correlationId } = job;
  return {
    kernel,
    tenantId,
    storage: kernel.storage,
    correlationId,
    actor: { kind: "system", id: job.kind },
    code: kernel.jobOwners.get(job.kind),
  };
}

function removal(job: Job): Change {
  return { kind: "delete", table: jobs, key: keyOf(job), expect: { fence: job.fence } };
}

function maxAttempts(handler: RoomJobHandler): number {
  return handler.maxAttempts ?? 12;
}

function asError(error: unknown): Error {
  return error instanceof Error || isSupportError(error) ? error : new Error(String(error));
}

function unknownKind(job: Job): SupportError {
  return new SupportError(
    "UNSUPPORTED",
    `No room or plugin handles jobs of kind "${job.kind}". Add the plugin that enqueued it, or discard the job.`,
  );
}

function neverReturned(job: Job): SupportError {
  return new SupportError(
    "INTERNAL",
    `The job was started ${job.attempt - 1} times, and the last worker never reported a result: the job may be crashing its process.`,
  );
}
