import type { Clock, JobEngine, JobTicket, Storage } from "../ports/index.ts";
import type { JobPerformer } from "./jobPerformer.ts";
import { jobRelay } from "./jobRelay.ts";
import { isAlive, jobOf, jobs } from "./jobTable.ts";
import { runningJobs } from "./runningJobs.ts";

export interface OutsideEngineOptions {
  readonly engine: JobEngine;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly concurrency: number;
  readonly leaseMs: number;
  readonly pollMs: number;
  readonly report: (error: unknown, what: string) => void;
}

/** Feeds an engine for many processes from the job rows, and does what comes out of it. */
export interface OutsideEngine {
  /** Null for a process that only publishes. */
  start(perform: JobPerformer | null): Promise<void>;
  stop(options: { readonly drainMs: number }): Promise<void>;
  wake(): void;
}

export function outsideEngine(options: OutsideEngineOptions): OutsideEngine {
  const { engine, clock, concurrency, leaseMs, pollMs, report } = options;
  const running = runningJobs(clock, report);
  const given = Promise.withResolvers<void>();
  const relay = jobRelay({ ...options, publish: (tickets) => engine.publish(tickets) });
  let isStarted = false;

  const performTicket = (perform: JobPerformer) => (ticket: JobTicket) => {
    const run = running.run(`job ${ticket.id}`, async (signal) => {
      const job = await take(options, ticket, signal);
      if (job !== null) await perform(job, signal);
    });
    // A job that does not end when it is told to must not keep the engine from stopping.
    return Promise.race([run, given.promise]);
  };

  const stopEngine = async (drainMs: number) => {
    const ending = engine
      .stop()
      .catch((error) => report(error, `stopping ${engine.name}`))
      .then(() => true);
    await running.drain(drainMs);
    given.resolve();
    const ended = new AbortController();
    const timeOut = clock.wait(drainMs, ended.signal).then(() => false);
    if (!(await Promise.race([ending, timeOut])))
      report(new Error(`It did not stop within ${drainMs} ms.`), `stopping ${engine.name}`);
    ended.abort("ended");
  };

  return {
    async start(perform) {
      await engine.start({
        perform: perform === null ? null : performTicket(perform),
        concurrency,
        leaseMs,
        pollMs,
        report,
      });
      isStarted = true;
      relay.start();
    },
    async stop({ drainMs }) {
      if (!isStarted) return;
      isStarted = false;
      await relay.stop();
      await stopEngine(drainMs);
    },
    wake: relay.wake,
  };
}

/**
 * Takes the row that a ticket names, unless it is taken, put off, set aside or gone. While the storage is away it tries
 * again, so that a worker without storage does not eat the tickets of the others; for half of the lease, so that the
 * queue has let go of the ticket when its job is published again.
 */
async function take(options: OutsideEngineOptions, ticket: JobTicket, stopped: AbortSignal) {
  const { storage, clock, leaseMs, pollMs, report } = options;
  const { tenantId, id } = ticket;
  let waitedMs = 0;
  for (;;) {
    try {
      const [row] = await storage.claim(jobs, {
        where: { and: [{ field: "tenantId", is: tenantId }, { field: "id", is: id }, isAlive] },
        limit: 1,
        now: clock.now(),
        leaseMs,
      });
      return row === undefined ? null : jobOf(row);
    } catch (error) {
      if (waitedMs === 0) report(error, `taking job ${id}`);
    }
    if (stopped.aborted || waitedMs >= leaseMs / 2) return null;
    await clock.wait(pollMs, stopped);
    waitedMs += pollMs;
  }
}
