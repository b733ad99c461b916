import { isConflictError, SupportError } from "../errors/index.ts";
import type { Change, Job, Keyed } from "../ports/index.ts";
import { bounded, timedOut } from "./bounded.ts";
import { type JobRow, jobs } from "./jobTable.ts";
import type { Kernel } from "./kernel.ts";

export interface LeaseOptions {
  readonly leaseMs: number;
  /** How long the job may run; the lease is not renewed after that. */
  readonly maxRunMs: number;
}

/** The lease of a job while its handler runs. */
export interface JobLease {
  /** For the handler: aborted if the lease ends or the desk stops. */
  readonly signal: AbortSignal;
  /**
   * Aborted if the lease ends before the handler: the job ran too long, was cancelled, or another worker has it. The
   * reason is a SupportError that says which.
   */
  readonly over: AbortSignal;
  release(): void;
}

/** Renews the lease while a handler runs, up to the time limit. */
export function holdLease(
  kernel: Kernel,
  job: Job,
  { leaseMs, maxRunMs }: LeaseOptions,
  outer: AbortSignal,
): JobLease {
  const { clock } = kernel;
  const over = new AbortController();
  const released = new AbortController();
  // A stopping desk does not hold on to what it aborted.
  const isDone = AbortSignal.any([released.signal, outer, over.signal]);
  const end = (reason: SupportError) => {
    if (!released.signal.aborted) over.abort(reason);
  };
  const letGo = kernel.heldJobs.hold(job, () => end(cancelled(job)));

  const renew = async () => {
    const beatMs = leaseMs / 3;
    while (!isDone.aborted) {
      await clock.wait(beatMs, isDone);
      if (isDone.aborted) return;
      const beat = [heldChange(job, { leasedUntil: clock.now() + leaseMs })];
      try {
        await bounded({ clock, ms: beatMs, what: "Storage" }, () => kernel.storage.commit(beat));
      } catch (error) {
        if (isConflictError(error)) return end(leaseLost(job, error));
        kernel.report(error, `heartbeat of job ${job.kind}`);
      }
    }
  };
  const expire = async () => {
    await clock.wait(maxRunMs, isDone);
    if (!isDone.aborted) end(timedOut(`The job ${job.kind}`, maxRunMs));
  };
  void renew();
  void expire();

  return {
    signal: AbortSignal.any([outer, over.signal]),
    over: over.signal,
    release() {
      released.abort("released");
      letGo();
    },
  };
}

/** The handler's result, or the reason why its lease ended first: a handler that ignores its signal is abandoned. */
export async function whileHeld<Result>({ over }: JobLease, running: Promise<Result>): Promise<Result> {
  let stopListening = () => {};
  const ended = new Promise<never>((_, reject) => {
    const end = () => reject(over.reason);
    if (over.aborted) end();
    over.addEventListener("abort", end, { once: true });
    stopListening = () => over.removeEventListener("abort", end);
  });
  try {
    return await Promise.race([running, ended]);
  } finally {
    stopListening();
  }
}

export function keyOf({ tenantId, id }: Job): Keyed {
  return { tenantId, id };
}

/** A change of the job's row that is rejected once another worker has claimed it. */
export function heldChange(job: Job, set: Partial<JobRow>): Change {
  return { kind: "update", table: jobs, key: keyOf(job), set, expect: { fence: job.fence } };
}

export function leaseLost(job: Job, cause: unknown): SupportError {
  return new SupportError(
    "LEASE_LOST",
    `Job ${job.id} was taken by another worker or cancelled; this worker's result was discarded.`,
    { cause },
  );
}

function cancelled(job: Job): SupportError {
  return new SupportError("LEASE_LOST", `Job ${job.id} was cancelled while it ran; its result is discarded.`);
}
