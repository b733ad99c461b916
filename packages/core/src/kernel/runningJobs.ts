import { SupportError } from "../errors/index.ts";
import type { Clock } from "../ports/index.ts";

/** The jobs running in this process, and how they end with it. */
export interface RunningJobs {
  readonly size: number;
  /** Aborted if a job has to end because the desk stops. */
  readonly signal: AbortSignal;
  /** Runs a job and tracks it until it has ended. Never rejects. */
  run(what: string, perform: (signal: AbortSignal) => Promise<void>): Promise<void>;
  /**
   * Waits for running jobs, up to `drainMs`; then aborts the signal and waits the same time once more. Jobs that still
   * have not ended are reported and abandoned.
   */
  drain(drainMs: number): Promise<void>;
}

export function runningJobs(
  clock: Pick<Clock, "wait">,
  report: (error: unknown, what: string) => void,
): RunningJobs {
  const running = new Map<Promise<void>, string>();
  const stopped = new AbortController();

  const endedWithin = async (ms: number) => {
    const ended = new AbortController();
    if (running.size > 0) await Promise.race([Promise.all(running.keys()), clock.wait(ms, ended.signal)]);
    // The timer would keep the process alive.
    ended.abort("ended");
  };

  return {
    get size() {
      return running.size;
    },
    signal: stopped.signal,
    run(what, perform) {
      const run: Promise<void> = perform(stopped.signal)
        .catch((error) => report(error, what))
        .finally(() => running.delete(run));
      running.set(run, what);
      return run;
    },
    async drain(drainMs) {
      await endedWithin(drainMs);
      if (running.size === 0) return;
      stopped.abort();
      await endedWithin(drainMs);
      for (const what of running.values()) report(stillRunning(), what);
    },
  };
}

function stillRunning(): SupportError {
  return new SupportError(
    "STOPPED",
    "The desk was stopped while this job was running, and the job ignored its abort signal. It will run again when its lease expires.",
  );
}
