import type { JobEngine, JobEngineHost } from "@heedkit/core";
import { type ConnectionOptions, Queue, Worker } from "bullmq";
import * as z from "zod";

export interface BullmqJobsOptions {
  /** Where Redis is, as BullMQ takes it: `{ url: "redis://..." }`, `{ host, port }`, or a client that the host keeps. */
  readonly connection: ConnectionOptions;
  /** Desks that share a server have one each. Default `heedkit`. */
  readonly queue?: string;
  /** What the keys of BullMQ begin with. Default `bull`. */
  readonly prefix?: string;
}

/** The border: what a queue holds may be from another version, or another program. */
const ticketSchema = z.object({ tenantId: z.string(), id: z.string(), key: z.string() });

/**
 * Spreads due jobs over processes by a queue of BullMQ. The queue holds tickets, which say which job is due and nothing of
 * what it is about; attempts, pauses and dead letters are the desk's. When Redis forgets them, they are published again.
 *
 * ```ts
 * const engine = bullmqJobs({ connection: { host: "127.0.0.1", port: 6379 } });
 * const support = await createSupport({ storage, worker: { engine } });
 * ```
 */
export function bullmqJobs({ connection, queue: name = "heedkit", prefix }: BullmqJobsOptions): JobEngine {
  const basis = prefix === undefined ? {} : { prefix };
  let queue: Queue | null = null;
  let worker: Worker | null = null;

  return {
    specVersion: 1,
    name: "bullmq",
    async start(host) {
      // What is published while Redis is away is to fail, and not to wait: its rows are published again.
      queue = new Queue(name, {
        ...basis,
        connection: isPlain(connection)
          ? { ...connection, enableOfflineQueue: false, maxRetriesPerRequest: 1 }
          : connection,
        // A ticket that is done with must not keep the next one of its key away.
        defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true },
      });
      queue.on("error", teller(host));
      if (host.perform !== null) worker = startWorker(name, { ...basis, connection }, host, host.perform);
    },
    async publish(tickets) {
      if (queue === null) throw new Error("The engine was not started.");
      await queue.addBulk(
        // Ids of BullMQ may not hold a colon, which keys never do.
        tickets.map((ticket) => ({ name: "due", data: ticket, opts: { jobId: ticket.key } })),
      );
    },
    async stop() {
      await worker?.close();
      await queue?.close();
    },
  };
}

function startWorker(
  name: string,
  basis: { readonly connection: ConnectionOptions; readonly prefix?: string },
  host: JobEngineHost,
  perform: NonNullable<JobEngineHost["perform"]>,
): Worker {
  const worker = new Worker(
    name,
    async ({ data }) => {
      const ticket = ticketSchema.safeParse(data);
      if (ticket.success) await perform(ticket.data);
      else host.report(ticket.error, "a ticket from BullMQ");
    },
    {
      ...basis,
      concurrency: host.concurrency,
      // A ticket of a process that died is given to another one about when its job's lease has passed.
      lockDuration: host.leaseMs,
      stalledInterval: host.leaseMs,
    },
  );
  worker.on("error", teller(host));
  return worker;
}

/** Options, and no client that was made already. */
function isPlain(connection: ConnectionOptions): connection is { readonly [option: string]: unknown } {
  return Object.getPrototypeOf(connection) === Object.prototype;
}

/** Each of several connections says that it is lost, at every attempt: once a time is enough. */
function teller({ report }: JobEngineHost) {
  let last = "";
  return (error: Error) => {
    if (error.message !== last) report(error, "jobs over BullMQ");
    last = error.message;
  };
}
