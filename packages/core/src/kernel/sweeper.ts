import { SupportError } from "../errors/index.ts";
import { bounded, endedWithin } from "./bounded.ts";
import type { Kernel } from "./kernel.ts";
import type { SweepRunner } from "./sweeps.ts";

export interface SweeperOptions {
  readonly leaseMs: number;
  readonly pollMs: number;
  /** Time limit for a run of sweeps without their own. */
  readonly maxRunMs: number;
}

/** Runs the sweeps concurrently: one that is slow, or never ends, does not block the others. */
export interface Sweeper {
  start(): void;
  /** Waits for active runs, up to `drainMs`. */
  stop(drainMs: number): Promise<void>;
  /** Runs each sweep until nothing is due; returns how many rows they processed. */
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
    // Until there is nothing: two workers who claim at once may each get less than a batch, with rows left behind.
    for (let taken = 1; taken > 0 && !isOver(); swept += taken) taken = await run(sweep);
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
      const text =
        "The desk was stopped while a sweep was running. Its rows will be swept again when their lease expires.";
      report(new SupportError("STOPPED", text), "stopping the sweeps");
    },
    async runAll() {
      const swept = await Promise.all(sweeps.map((sweep) => runDue(sweep, () => false)));
      return swept.reduce((sum, taken) => sum + taken, 0);
    },
  };
}
