import { SupportError } from "../errors/index.ts";
import { bounded, endedWithin } from "./bounded.ts";
import type { Kernel } from "./kernel.ts";
import type { SweepRunner } from "./sweeps.ts";

export interface SweeperOptions {
  readonly leaseMs: number;
  readonly pollMs: number;
  /** How long one run of a sweep that names no bound of its own may take. */
  readonly maxRunMs: number;
}

/** Runs the sweeps beside each other: one that is slow, or never ends, keeps no other from its rows. */
export interface Sweeper {
  start(): void;
  /** Waits for the runs that have begun, at most `drainMs`. */
  stop(drainMs: number): Promise<void>;
  /** Runs each sweep until nothing is due; returns how many rows they took. */
  runAll(): Promise<number>;
}

const batch = 100;

export function createSweeper(
  kernel: Kernel,
  sweeps: readonly SweepRunner[],
  { leaseMs, pollMs, maxRunMs }: SweeperOptions,
): Sweeper {
  const { clock, report } = kernel;
  let stopped = new AbortController();
  let sweeping: Promise<unknown> = Promise.resolve();

  const run = async (sweep: SweepRunner): Promise<number> => {
    const bound = { clock, ms: sweep.maxRunMs ?? maxRunMs, what: `The sweep "${sweep.name}"` };
    try {
      return await bounded(bound, () => sweep.run(kernel, { leaseMs, limit: batch }));
    } catch (error) {
      report(error, `sweep ${sweep.name}`);
      return 0;
    }
  };
  const runDue = async (sweep: SweepRunner, isOver: () => boolean): Promise<number> => {
    let swept = 0;
    for (let taken = batch; taken === batch && !isOver(); swept += taken) taken = await run(sweep);
    return swept;
  };
  const sweepUntil = async (sweep: SweepRunner, { signal }: AbortController) => {
    while (!signal.aborted) {
      await runDue(sweep, () => signal.aborted);
      await clock.wait(pollMs, signal);
    }
  };

  return {
    start() {
      stopped = new AbortController();
      sweeping = Promise.all(sweeps.map((sweep) => sweepUntil(sweep, stopped)));
    },
    async stop(drainMs) {
      stopped.abort("stopped");
      if (await endedWithin(clock, drainMs, sweeping)) return;
      const text = "The desk was stopped while a sweep ran. Its rows are looked at again after their lease.";
      report(new SupportError("STOPPED", text), "stopping the sweeps");
    },
    async runAll() {
      const swept = await Promise.all(sweeps.map((sweep) => runDue(sweep, () => false)));
      return swept.reduce((sum, taken) => sum + taken, 0);
    },
  };
}
