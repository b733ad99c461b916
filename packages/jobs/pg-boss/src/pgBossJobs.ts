import { setTimeout as pause } from "node:timers/promises";
import {
  asSupportError,
  type JobEngine,
  type JobEngineHost,
  SupportError,
  unusableEngine,
} from "@heedkit/core";
import { PgBoss } from "pg-boss";
import { engineProblems, type PgBossJobsOptions } from "./options.ts";
import { ticketQueue } from "./ticketQueue.ts";

/** How long the database may take to respond, in milliseconds, before the connection is dropped. */
const answerMs = 5_000;
/** The longest pause between attempts to start. */
const longestPauseMs = 30_000;

/**
 * Distributes due jobs over processes with a pg-boss queue. The queue holds tickets, which say which job is due but not
 * what it contains; attempts, backoff and dead jobs are up to the desk. Processes announce published tickets with
 * NOTIFY; behind a pooler, they are found by polling. Never throws: errors in the options are in `problems`, which
 * `createSupport` lists with all others.
 *
 * ```ts
 * const engine = pgBossJobs({ url: "postgres://127.0.0.1/desk" });
 * const support = await createSupport({ storage, worker: { engine } });
 * ```
 */
export function pgBossJobs(options: PgBossJobsOptions = {}): JobEngine {
  const problems = engineProblems(options);
  if (problems.length > 0) return unusableEngine("pg-boss", problems);
  const { url, connection, schema = "pgboss", queue: name = "heedkit" } = options;
  // Options of the pool of `pg` go through pg-boss: without the second, a server that is gone is waited for for ever.
  const deadlines = { connectionTimeoutMillis: answerMs, query_timeout: answerMs };
  const boss = new PgBoss({
    schedule: false,
    ...deadlines,
    ...connection,
    ...(url === undefined ? {} : { connectionString: url }),
    schema,
  });
  const stopping = new AbortController();
  let queue: ReturnType<typeof ticketQueue> | null = null;
  let taking: Promise<void> = Promise.resolve();
  let unlisten = async () => {};
  let asked = new AbortController();
  const wake = () => {
    if (!asked.signal.aborted) asked.abort("woken");
  };

  const takeOn = async (host: JobEngineHost, perform: NonNullable<JobEngineHost["perform"]>) => {
    const running = new Set<Promise<void>>();
    while (!stopping.signal.aborted) {
      asked = new AbortController();
      const free = host.concurrency - running.size;
      const taken = free === 0 ? [] : await take(host, free);
      for (const { carrier, ticket } of taken) {
        const run: Promise<void> = (ticket === null ? Promise.resolve() : perform(ticket))
          .then(() => queue?.remove(carrier))
          .catch((error) => host.report(error, "removing a ticket from pg-boss"))
          .finally(() => {
            running.delete(run);
            wake();
          });
        running.add(run);
      }
      if (taken.length < free || running.size === host.concurrency) {
        const signal = AbortSignal.any([stopping.signal, asked.signal]);
        await pause(host.pollMs, undefined, { signal }).catch(() => undefined);
      }
    }
    await Promise.all(running);
  };

  const take = async ({ report }: JobEngineHost, count: number) => {
    try {
      return (await queue?.take(count)) ?? [];
    } catch (error) {
      report(error, "taking tickets from pg-boss");
      return [];
    }
  };

  const begin = async (host: JobEngineHost) => {
    await boss.start();
    const made = ticketQueue(boss, name, host.leaseMs);
    await made.create();
    queue = made;
    if (host.perform === null || stopping.signal.aborted) return;
    unlisten = await made.listen(wake).catch((error) => {
      host.report(error, "listening for jobs over pg-boss");
      return async () => {};
    });
    taking = takeOn(host, host.perform);
  };

  /** The database is unavailable: the desk works without it until it is back. */
  const beginLater = async (host: JobEngineHost) => {
    for (let failures = 0; !stopping.signal.aborted; failures++) {
      const waitMs = Math.min(longestPauseMs, host.pollMs * 2 ** failures);
      await pause(waitMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      try {
        await begin(host);
        return;
      } catch (error) {
        if (!isAway(error)) host.report(error, "starting pg-boss");
      }
    }
  };

  return {
    specVersion: 1,
    name: "pg-boss",
    async start(host) {
      boss.on("error", (error) => host.report(error, "jobs over pg-boss"));
      try {
        await begin(host);
      } catch (error) {
        if (!isAway(error)) throw asSupportError(error, "QUEUE_UNAVAILABLE", "Starting pg-boss");
        host.report(error, "starting pg-boss");
        void beginLater(host);
      }
    },
    async publish(tickets) {
      if (queue === null)
        throw new SupportError("QUEUE_UNAVAILABLE", "pg-boss has not reached its database yet.");
      await queue.add(tickets);
      wake();
    },
    async stop() {
      stopping.abort("stopped");
      await taking;
      await unlisten();
      await boss.stop({ graceful: false });
    },
  };
}

/** Whether an error means that the database can't be reached, rather than that it rejected something. */
function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  return (
    /^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|EAI_AGAIN|57P|08)/.test(code) ||
    /timeout|terminated/i.test(error.message)
  );
}
