import { SupportError } from "../errors/index.ts";
import type { Clock, Storage } from "../ports/index.ts";
import { endedWithin } from "./bounded.ts";
import { claimJobs, type TakenJob } from "./claimJobs.ts";
import type { JobPerformer } from "./jobPerformer.ts";
import { jobOf } from "./jobTable.ts";
import { runningJobs } from "./runningJobs.ts";

export interface EmbeddedEngineOptions {
  readonly storage: Storage;
  readonly clock: Clock;
  /** Concurrent jobs in this process. */
  readonly concurrency: number;
  readonly leaseMs: number;
  /** How long to wait before looking for due jobs again, unless woken by a commit. */
  readonly pollMs: number;
  readonly report: (error: unknown, what: string) => void;
}

/** Claims due jobs from their rows, in this process. */
export interface EmbeddedEngine {
  /** Starts calling the performer for due jobs. */
  start(perform: JobPerformer): void;
  /** Claims no new jobs until it is started again; running jobs continue. */
  rest(): void;
  /**
   * Claims no new jobs and waits for the running ones, up to `drainMs`. Then aborts their signals and waits the same
   * time once more.
   */
  stop(options: { readonly drainMs: number }): Promise<void>;
  /** Looks immediately instead of waiting for the next poll. */
  wake(): void;
  /** Runs jobs that are due, and those that become due while it runs, at most `limit`; returns how many ran. */
  drain(perform: JobPerformer, limit: number): Promise<number>;
}

export function embeddedEngine(options: EmbeddedEngineOptions): EmbeddedEngine {
  const { clock, concurrency, report } = options;
  const claim = claimJobs(options);
  let running = runningJobs(clock, report);
  let turn = { isOver: true };
  let isDrained = false;
  let pause = new AbortController();
  let loop: Promise<void> = Promise.resolve();

  // Called at each commit with a due job. Without a reason, abort() would create an error with a stack each time.
  const wake = () => {
    if (!pause.signal.aborted) pause.abort("woken");
  };

  const rest = () => {
    turn.isOver = true;
    wake();
  };

  const claimAndRun = async (perform: JobPerformer, own: { readonly isOver: boolean }) => {
    while (!own.isOver) {
      pause = new AbortController();
      const free = concurrency - running.size;
      const taken = free === 0 ? [] : await claim(free).catch((error) => failedClaim(options, error));
      for (const { row } of taken)
        void running.run(`job ${row.kind}`, (signal) => perform(jobOf(row), signal)).then(wake);
      if (taken.length === 0 || taken.length < free || running.size === concurrency) {
        await clock.wait(options.pollMs, pause.signal);
      }
    }
  };

  return {
    start(perform) {
      if (!turn.isOver) return;
      if (isDrained) running = runningJobs(clock, report);
      isDrained = false;
      turn = { isOver: false };
      loop = claimAndRun(perform, turn);
    },
    rest,
    async stop({ drainMs }) {
      rest();
      if (!(await endedWithin(clock, drainMs, loop)))
        report(new SupportError("STOPPED", "Storage did not answer in time."), "looking for due jobs");
      isDrained = true;
      await running.drain(drainMs);
    },
    wake,
    async drain(perform, limit) {
      let ran = 0;
      while (ran < limit) {
        const taken = await claim(Math.min(concurrency, limit - ran));
        if (taken.length === 0) break;
        await Promise.all(taken.map(({ row }) => perform(jobOf(row), running.signal)));
        ran += taken.length;
      }
      return ran;
    },
  };
}

function failedClaim(options: EmbeddedEngineOptions, error: unknown): readonly TakenJob[] {
  options.report(error, "looking for due jobs");
  return [];
}
