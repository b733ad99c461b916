import type { JobEngine } from "../ports/index.ts";
import { embeddedEngine } from "./embeddedEngine.ts";
import type { JobHandlers } from "./jobHandlers.ts";
import { createPerformer } from "./jobPerformer.ts";
import type { Kernel } from "./kernel.ts";
import { outsideEngine } from "./outsideEngine.ts";
import type { SweepRunner } from "./sweeps.ts";

export interface WorkerOptions {
  /** Jobs that run at once in this process. Default 8. */
  readonly concurrency?: number;
  /** How long a taken job or row is held without a heartbeat, in milliseconds. Default 60,000. */
  readonly leaseMs?: number;
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

const sweepBatch = 100;
const tickLimit = 10_000;

export function createWorker(
  kernel: Kernel,
  handlers: JobHandlers,
  sweeps: readonly SweepRunner[],
  options: WorkerOptions,
): Worker {
  const { leaseMs = 60_000, pollMs = 1_000, concurrency = 8, drainMs = 10_000 } = options;
  const { backoffBaseMs = 2_000, backoffLimitMs = 4 * 3_600_000 } = options;
  const { storage, clock, report } = kernel;
  const { performs = true, engine } = options;
  const perform = createPerformer(kernel, handlers, { leaseMs, backoffBaseMs, backoffLimitMs });
  const basis = { storage, clock, report, leaseMs, pollMs, concurrency };
  const embedded = embeddedEngine(basis);
  const outside = engine === undefined ? null : outsideEngine({ ...basis, engine });
  let stopped = new AbortController();
  let sweeping: Promise<void> = Promise.resolve();
  kernel.onDueJobs((outside ?? embedded).wake);

  const sweepAll = async (keepOn: () => boolean): Promise<number> => {
    let swept = 0;
    for (const sweep of sweeps) {
      let taken = sweepBatch;
      while (taken === sweepBatch && keepOn()) {
        taken = await sweep.run(kernel, { leaseMs, limit: sweepBatch }).catch((error) => {
          report(error, `sweep ${sweep.name}`);
          return 0;
        });
        swept += taken;
      }
    }
    return swept;
  };

  const sweepUntil = async (signal: AbortSignal) => {
    while (!signal.aborted) {
      await sweepAll(() => !signal.aborted);
      await clock.wait(pollMs, signal);
    }
  };

  return {
    async start() {
      stopped = new AbortController();
      await outside?.start(performs ? perform : null);
      if (!performs) return;
      if (outside === null) embedded.start(perform);
      sweeping = sweepUntil(stopped.signal);
    },
    async stop() {
      stopped.abort();
      await Promise.all([sweeping, (outside ?? embedded).stop({ drainMs })]);
    },
    async tick() {
      let ran = 0;
      const swept = await sweepAll(() => true);
      ran += await embedded.drain(perform, tickLimit);
      return { jobs: ran, swept };
    },
  };
}
