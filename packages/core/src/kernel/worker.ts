import { embeddedEngine } from "./embeddedEngine.ts";
import type { RoomJobHandlers } from "./jobHandlers.ts";
import { createPerformer } from "./jobPerformer.ts";
import type { Kernel } from "./kernel.ts";
import { outsideEngine } from "./outsideEngine.ts";
import { createSweeper } from "./sweeper.ts";
import type { SweepRunner } from "./sweeps.ts";
import type { WorkerSettings } from "./workerOptions.ts";

/** Runs what is due: jobs and sweeps. */
export interface Worker {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** One pass over everything that is due, for cron and serverless; returns how much was done. */
  tick(): Promise<{ readonly jobs: number; readonly swept: number }>;
}

const tickLimit = 10_000;

export function createWorker(
  kernel: Kernel,
  handlers: RoomJobHandlers,
  sweeps: readonly SweepRunner[],
  settings: WorkerSettings,
): Worker {
  const { leaseMs, pollMs, concurrency, maxRunMs, drainMs, backoffBaseMs, backoffLimitMs } = settings;
  const { performs, engine } = settings;
  const { storage, clock, report } = kernel;
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
