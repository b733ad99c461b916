import { setTimeout as pause } from "node:timers/promises";
import {
  type JobEngine,
  type JobEngineHost,
  SupportError,
  unusableEngine,
  withoutCommand,
} from "@heedkit/core";
import { Queue, Worker } from "bullmq";
import * as z from "zod";
import { type BullmqJobsOptions, engineProblems } from "./options.ts";
import { redisClients } from "./redisClients.ts";

/** How long BullMQ may take to close its connections cleanly, in milliseconds. */
const farewellMs = 1_000;

/** The border: what a queue holds may be from another version, or another program. */
const ticketSchema = z.object({ tenantId: z.string(), id: z.string(), key: z.string() });

/**
 * Distributes due jobs over processes with a BullMQ queue. The queue holds tickets, which say which job is due but not
 * what it contains; attempts, backoff and dead jobs are up to the desk. If Redis loses tickets, they are published
 * again. Never throws: errors in the options are in `problems`, which `createSupport` lists with all others.
 *
 * ```ts
 * const engine = bullmqJobs({ url: "redis://127.0.0.1" });
 * const support = await createSupport({ storage, worker: { engine } });
 * ```
 */
export function bullmqJobs(options: BullmqJobsOptions = {}): JobEngine {
  const problems = engineProblems(options);
  if (problems.length > 0) return unusableEngine("bullmq", problems);
  const { url, connection = {}, queue: name = "heedkit", prefix } = options;
  const clients = redisClients(url, connection);
  const basis = prefix === undefined ? {} : { prefix };
  const running = new Set<Promise<void>>();
  let queue: Queue | null = null;
  let worker: Worker | null = null;

  const startWorker = (host: JobEngineHost, perform: NonNullable<JobEngineHost["perform"]>) => {
    const take = async ({ data }: { readonly data: unknown }) => {
      const ticket = ticketSchema.safeParse(data);
      if (!ticket.success) return host.report(ticket.error, "a ticket from BullMQ");
      const run = perform(ticket.data).finally(() => running.delete(run));
      running.add(run);
      await run;
    };
    return new Worker(name, take, {
      ...basis,
      connection: clients.patient(),
      concurrency: host.concurrency,
      // A ticket of a process that died goes to another one about when its job's lease expires.
      lockDuration: host.leaseMs,
      stalledInterval: host.leaseMs,
    });
  };

  return {
    specVersion: 1,
    name: "bullmq",
    async start(host) {
      queue = new Queue(name, {
        ...basis,
        // What can't be published should fail rather than wait: it is published again from its row.
        connection: clients.impatient(),
        // A finished ticket must not block the next one with its key.
        defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true },
      });
      queue.on("error", teller(host));
      if (host.perform === null) return;
      worker = startWorker(host, host.perform);
      worker.on("error", teller(host));
    },
    async publish(tickets) {
      if (queue === null) throw new SupportError("QUEUE_UNAVAILABLE", "BullMQ has not been started.");
      // Ids of BullMQ may not hold a colon, which keys never do.
      const added = tickets.map((ticket) => ({
        name: "due",
        data: ticket,
        // The lowest goes first; 0 means none, and goes before all that have one.
        opts: { jobId: ticket.key, priority: ticket.rank },
      }));
      try {
        await queue.addBulk(added);
      } catch (error) {
        throw new SupportError("QUEUE_UNAVAILABLE", "BullMQ could not take the tickets of due jobs.", {
          cause: withoutCommand(error),
        });
      }
    },
    async stop() {
      // Without its server, BullMQ would wait for that in order to close, and nothing more comes out of the queue.
      const isAway = !clients.areReady();
      if (isAway) await Promise.all(running);
      const closing = Promise.all([worker?.close(isAway), queue?.close()]).catch(() => undefined);
      const ended = Promise.all(running).then(() => pause(farewellMs, undefined, { ref: false }));
      await Promise.race([closing, ended]);
      clients.disconnect();
    },
  };
}

/** Each of several connections reports its loss at every attempt; once is enough. */
function teller({ report }: JobEngineHost) {
  let last = "";
  return (error: Error) => {
    if (error.message !== last) report(withoutCommand(error), "jobs over BullMQ");
    last = error.message;
  };
}
