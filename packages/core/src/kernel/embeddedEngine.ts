import type { Clock, Filter, Job, JobEngine, Storage } from "../ports/index.ts";
import type { JobPerformer } from "./jobPerformer.ts";
import { type JobRow, jobs } from "./jobTable.ts";

export interface EmbeddedEngineOptions {
  readonly storage: Storage;
  readonly clock: Clock;
  /** Jobs that run at once in this process. */
  readonly concurrency: number;
  readonly leaseMs: number;
  /** How long to wait before looking for due jobs again, unless woken by a commit. */
  readonly pollMs: number;
  readonly report: (error: unknown, what: string) => void;
}

/** Takes due jobs from their rows, in this process. */
export interface EmbeddedEngine extends JobEngine {
  /** Looks at once instead of waiting for the next poll. */
  wake(): void;
  /** Runs what is due now and what becomes due by it, at most `limit` jobs; returns how many ran. */
  drain(perform: JobPerformer, limit: number): Promise<number>;
}

export function embeddedEngine(options: EmbeddedEngineOptions): EmbeddedEngine {
  const { clock, concurrency } = options;
  const running = new Set<Promise<void>>();
  let aborted = new AbortController();
  let stopping = false;
  let pause = new AbortController();
  let loop: Promise<void> = Promise.resolve();

  // Called at each commit with a due job. Without a reason, an error with its stack would be made each time.
  const wake = () => {
    if (!pause.signal.aborted) pause.abort("woken");
  };

  const track = (perform: JobPerformer, row: JobRow) => {
    const run: Promise<void> = perform(jobOf(row), aborted.signal)
      .catch((error) => options.report(error, `job ${row.kind}`))
      .finally(() => {
        running.delete(run);
        wake();
      });
    running.add(run);
  };

  const claimAndRun = async (perform: JobPerformer) => {
    while (!stopping) {
      pause = new AbortController();
      const free = concurrency - running.size;
      const taken =
        free === 0 ? [] : await claimDue(options, free).catch((error) => failedClaim(options, error));
      for (const row of taken) track(perform, row);
      if (taken.length === 0 || taken.length < free || running.size === concurrency) {
        await clock.wait(options.pollMs, pause.signal);
      }
    }
  };

  return {
    specVersion: 1,
    name: "embedded",
    async start(handler) {
      stopping = false;
      aborted = new AbortController();
      loop = claimAndRun(handler);
    },
    async stop({ drainMs }) {
      stopping = true;
      wake();
      await loop;
      if (running.size === 0) return;
      await Promise.race([Promise.all(running), clock.wait(drainMs)]);
      aborted.abort();
      await Promise.all(running);
    },
    wake,
    async drain(perform, limit) {
      let ran = 0;
      while (ran < limit) {
        const taken = await claimDue(options, Math.min(concurrency, limit - ran));
        if (taken.length === 0) break;
        await Promise.all(taken.map((row) => perform(jobOf(row), aborted.signal)));
        ran += taken.length;
      }
      return ran;
    },
  };
}

const alive: Filter<JobRow> = { field: "diedAt", is: null };

async function claimDue(options: EmbeddedEngineOptions, limit: number): Promise<readonly JobRow[]> {
  const { storage, clock, leaseMs } = options;
  return storage.claim(jobs, { where: alive, limit, now: clock.now(), leaseMs });
}

function failedClaim(options: EmbeddedEngineOptions, error: unknown): readonly JobRow[] {
  options.report(error, "looking for due jobs");
  return [];
}

function jobOf(row: JobRow): Job {
  const { tenantId, id, kind, data, fence, correlationId } = row;
  return {
    tenantId,
    id,
    kind,
    data,
    fence,
    correlationId,
    attempt: fence - row.fenceBase,
    dueAt: row.dueAt ?? 0,
  };
}
