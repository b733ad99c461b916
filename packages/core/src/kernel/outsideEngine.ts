import { SupportError } from "../errors/index.ts";
import type { Clock, Filter, JobEngine, Storage, TakenTicket } from "../ports/index.ts";
import { bounded, endedWithin, timedOut } from "./bounded.ts";
import type { EmbeddedEngine } from "./embeddedEngine.ts";
import type { JobPerformer } from "./jobPerformer.ts";
import { jobRelay } from "./jobRelay.ts";
import { isAlive, type JobRow, jobOf, jobs } from "./jobTable.ts";
import { runningJobs } from "./runningJobs.ts";

export interface OutsideEngineOptions {
  readonly engine: JobEngine;
  /** Replaces the engine while its queue is away. */
  readonly embedded: EmbeddedEngine;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly concurrency: number;
  readonly leaseMs: number;
  readonly pollMs: number;
  readonly report: (error: unknown, what: string) => void;
}

/** Feeds an engine for many processes from the job rows, and performs the jobs it returns. */
export interface OutsideEngine {
  /** Null for a process that only publishes. */
  start(perform: JobPerformer | null): Promise<void>;
  stop(options: { readonly drainMs: number }): Promise<void>;
  wake(): void;
}

/** How long `start` waits for the engine. */
const longestStartMs = 10_000;

export function outsideEngine(options: OutsideEngineOptions): OutsideEngine {
  const { engine, embedded, clock, concurrency, leaseMs, pollMs, report } = options;
  const running = runningJobs(clock, report);
  const given = Promise.withResolvers<void>();
  let isStarted = false;
  let isAway = false;
  let performer: JobPerformer | null = null;
  const relay = jobRelay({
    ...options,
    publish: (tickets) => engine.publish(tickets),
    onAway() {
      isAway = true;
      if (performer !== null && isStarted) embedded.start(performer);
    },
    onBack() {
      isAway = false;
      embedded.rest();
      report(
        new SupportError("QUEUE_UNAVAILABLE", `${engine.name} accepts tickets again.`),
        "publishing due jobs",
      );
    },
  });

  const performTicket = (perform: JobPerformer) => (ticket: TakenTicket) => {
    const run = running.run(`job ${ticket.id}`, async (signal) => {
      const job = await take(options, ticket, signal);
      if (job !== null) await perform(job, signal);
    });
    void run.then(() => relay.dealtWith(running.size === 0));
    // A job that ignores its abort signal must not keep the engine from stopping.
    return Promise.race([run, given.promise]);
  };

  const stopEngine = async (drainMs: number) => {
    const ending = engine.stop().catch((error) => report(error, `stopping ${engine.name}`));
    await running.drain(drainMs);
    given.resolve();
    if (!(await endedWithin(clock, drainMs, ending)))
      report(timedOut(`Stopping ${engine.name}`, drainMs), `stopping ${engine.name}`);
  };

  return {
    async start(perform) {
      const host = {
        perform: perform === null ? null : performTicket(perform),
        concurrency,
        leaseMs,
        pollMs,
        report,
      };
      const starting = engine.start(host);
      // A slow engine is not waited for: until it accepts tickets, rows are claimed without it.
      if (!(await endedWithin(clock, longestStartMs, starting)))
        starting.catch((error) => report(error, `starting ${engine.name}`));
      performer = perform;
      isStarted = true;
      relay.start();
    },
    async stop({ drainMs }) {
      if (!isStarted) return;
      isStarted = false;
      await relay.stop();
      await Promise.all([embedded.stop({ drainMs }), stopEngine(drainMs)]);
    },
    wake() {
      if (isAway) embedded.wake();
      else relay.wake();
    },
  };
}

/**
 * Claims the row of a ticket, unless it is claimed, postponed, dead or gone. While storage is unavailable it retries,
 * so that a worker without storage does not consume tickets of the others; but only for half the lease, so that the
 * queue has released the ticket when its job is published again.
 */
async function take(options: OutsideEngineOptions, ticket: TakenTicket, stopped: AbortSignal) {
  const { storage, clock, leaseMs, pollMs, report } = options;
  const { tenantId, id } = ticket;
  const bound = { clock, ms: leaseMs / 2, what: "Storage" };
  let waitedMs = 0;
  for (;;) {
    try {
      const where: Filter<JobRow> = {
        and: [{ field: "tenantId", is: tenantId }, { field: "id", is: id }, isAlive],
      };
      const query = { where, limit: 1, now: clock.now(), leaseMs };
      const [row] = await bounded(bound, () => storage.claim(jobs, query));
      return row === undefined ? null : jobOf(row);
    } catch (error) {
      if (waitedMs === 0) report(error, `taking job ${id}`);
    }
    if (stopped.aborted || waitedMs >= leaseMs / 2) return null;
    await clock.wait(pollMs, stopped);
    waitedMs += pollMs;
  }
}
