import type { JobEngine } from "../ports/index.ts";
import { embeddedEngine } from "./embeddedEngine.ts";
import type { RoomJobHandlers } from "./jobHandlers.ts";
import { createPerformer } from "./jobPerformer.ts";
import type { Kernel } from "./kernel.ts";
import { outsideEngine } from "./outsideEngine.ts";
import { createSweeper } from "./sweeper.ts";
import type { SweepRunner } from "./sweeps.ts";

export interface WorkerOptions {
  /** Jobs that run at once in this process. Default 8. */
  readonly concurrency?: number;
  /** How long a taken job or row is held without a heartbeat, in milliseconds. Default 60,000. */
  readonly leaseMs?: number;
  /**
   * How long one attempt of a job and one run of a sweep may take, in milliseconds; handlers and sweeps may name bounds
   * of their own. What takes longer is aborted, reported as TIMED_OUT and tried again. Default 15 minutes.
   */
  readonly maxRunMs?: number;
  /**
   * How long one call of a connector, a plugin's reaction, a blob store, a carrier of live updates or a function of the
   * host may take before it counts as failed, in milliseconds. Default 60,000.
   */
  readonly maxCallMs?: number;
  /** How often due rows are looked for, in milliseconds; commits of this process are seen at once. Default 1,000. */
  readonly pollMs?: number;
  /** The ceiling of the first pause after a failure, in milliseconds; doubled each time. Default 2,000. */
  readonly backoffBaseMs?: number;
  /** The highest ceiling of a pause, in milliseconds. Default 4 hours. */
  readonly backoffLimitMs?: number;
  /** How long `stop` waits for running jobs before it aborts them, and then once more, in milliseconds. Default 10,000. */
  readonly drainMs?: number;
  /** A queue that spreads due jobs over many processes. Default: each process takes due rows itself. */
  readonly engine?: JobEngine;
  /**
   * Whether this process does jobs and sweeps. With `false` it only writes what is to be done, and hands it to the
   * engine where there is one: for web processes beside workers. `tick` does them all the same. Default true.
   */
  readonly performs?: boolean;
}

/** Does what is due: jobs and sweeps. */
export interface Worker {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** One pass over everything that is due, for cron and serverless; returns how much it did. */
  tick(): Promise<{ readonly jobs: number; readonly swept: number }>;
}

const tickLimit = 10_000;

/** Bounds that the rest of the desk shares with its worker. */
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
