import type { JobEngine } from "../ports/index.ts";
import { embeddedEngine } from "./embeddedEngine.ts";
import type { RoomJobHandlers } from "./jobHandlers.ts";
import { createPerformer } from "./jobPerformer.ts";
import type { Kernel } from "./kernel.ts";
import { outsideEngine } from "./outsideEngine.ts";
import { createSweeper } from "./sweeper.ts";
import type { SweepRunner } from "./sweeps.ts";

export interface WorkerOptions {
  /** Concurrent jobs in this process. Default 8. */
  readonly concurrency?: number;
  /** How long a claimed job or row is held without a heartbeat, in milliseconds. Default 60,000. */
  readonly leaseMs?: number;
  /**
   * Time limit of one attempt of a job and one run of a sweep, in milliseconds; handlers and sweeps may set their own.
   * What takes longer is aborted, reported as TIMED_OUT and retried. Default 15 minutes.
   */
  readonly maxRunMs?: number;
  /**
   * Time limit of one call of a connector, a plugin's reaction, a blob store, a live updates adapter or a function of
   * the host, in milliseconds. Default 60,000.
   */
  readonly maxCallMs?: number;
  /**
   * How often to look for due rows, in milliseconds; commits of this process are noticed immediately. Default 1,000.
   */
  readonly pollMs?: number;
  /** Maximum of the first backoff after a failure, in milliseconds; doubled each time. Default 2,000. */
  readonly backoffBaseMs?: number;
  /** Maximum of any backoff, in milliseconds. Default 4 hours. */
  readonly backoffLimitMs?: number;
  /**
   * How long `stop` waits for running jobs before it aborts them, and then once more, in milliseconds. Default 10,000.
   */
  readonly drainMs?: number;
  /** A queue that distributes due jobs over many processes. Default: each process claims due rows itself. */
  readonly engine?: JobEngine;
  /**
   * Whether this process runs jobs and sweeps. With `false` it only enqueues, and publishes to the engine if there is
   * one: for web processes beside workers. `tick` runs them regardless. Default true.
   */
  readonly performs?: boolean;
}

/** Runs what is due: jobs and sweeps. */
export interface Worker {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** One pass over everything that is due, for cron and serverless; returns how much was done. */
  tick(): Promise<{ readonly jobs: number; readonly swept: number }>;
}

const tickLimit = 10_000;

/** Limits that the rest of the desk shares with its worker. */
export const defaultMaxRunMs = 15 * 60_000;
export const defaultMaxCallMs = 60_000;
export const defaultDrainMs = 10_000;

export function createWorker(
  kernel: Kernel,
  handlers: RoomJobHandlers,
  sweeps: readonly SweepRunner[],
  options: WorkerOptions,
): Worker {
  const { leaseMs = 60_000, pollMs = 1_000, concurrency = 8 } = options;
  const { maxRunMs = defaultMaxRunMs, drainMs = defaultDrainMs } = options;
  const { backoffBaseMs = 2_000, backoffLimitMs = 4 * 3_600_000 } = options;
  const { storage, clock, report } = kernel;
  const { performs = true, engine } = options;
  const perform = createPerformer(kernel, handlers, { leaseMs, maxRunMs, backoffBaseMs, backoffLimitMs });
  const basis = { storage, clock, report, leaseMs, pollMs, concurrency };
  const embedded = embeddedEngine(basis);
  const outside = engine === undefined ? null : outsideEngine({ ...basis, engine, embedded });
  const sweeper = createSweeper(kernel, sweeps, { leaseMs, pollMs, maxRunMs });
  kernel.onDueJobs((outside ?? embedded).wake);

  return {
    async start() {
      await outside?.start(performs ? perform : null);
      if (!performs) return;
      if (outside === null) embedded.start(perform);
      sweeper.start();
    },
    async stop() {
      await Promise.all([sweeper.stop(drainMs), (outside ?? embedded).stop({ drainMs })]);
    },
    async tick() {
      const swept = await sweeper.runAll();
      return { swept, jobs: await embedded.drain(perform, tickLimit) };
    },
  };
}
