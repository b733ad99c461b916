import type { JobTicket, TakenTicket } from "@heedkit/core";
import type { PgBoss } from "pg-boss";
import * as z from "zod";

/** A ticket, and the id of the pg-boss row that carries it. */
export interface CarriedTicket {
  readonly carrier: string;
  /** Null if the row holds something else. */
  readonly ticket: TakenTicket | null;
}

/** Parsed, because a queue's contents may come from another version or program. */
const ticketSchema = z.object({ tenantId: z.string(), id: z.string(), key: z.string() });

/** A pg-boss queue that holds only tickets, each until it is handled. */
export function ticketQueue(boss: PgBoss, name: string, leaseMs: number) {
  const leaseSeconds = Math.max(1, Math.ceil(leaseMs / 1_000));
  /** Announces new tickets to other processes. pg-boss keeps its own channels for its own workers. */
  const channel = `heedkit_jobs_${name}`;
  let done: string[] = [];
  let removing: Promise<void> = Promise.resolve();

  return {
    async create() {
      await boss.createQueue(name, {
        // One waiting ticket per key, however many are being handled.
        policy: "short",
        retryLimit: 0,
        // Of a dead process: its job is published again by then.
        expireInSeconds: leaseSeconds,
        deleteAfterSeconds: leaseSeconds,
      });
    },
    async add(tickets: readonly JobTicket[]) {
      await boss.insert(
        name,
        tickets.map((ticket) => ({
          data: ticket,
          singletonKey: ticket.key,
          // The highest goes first here.
          priority: -ticket.rank,
        })),
      );
      await boss.getDb().executeSql("select pg_notify($1, '')", [channel]);
    },
    async take(count: number): Promise<readonly CarriedTicket[]> {
      const taken = await boss.fetch(name, { batchSize: count });
      return taken.map(({ id, data }) => ({
        carrier: id,
        ticket: ticketSchema.safeParse(data).data ?? null,
      }));
    },
    /** Removes finished tickets: one statement at a time, for all that have accumulated. */
    remove(carrier: string): Promise<void> {
      done.push(carrier);
      removing = removing
        .catch(() => undefined)
        .then(async () => {
          const carriers = done;
          done = [];
          if (carriers.length > 0) await boss.deleteJob(name, carriers);
        });
      return removing;
    },
    /** Calls back when another process announces tickets. If that isn't possible, polling remains. */
    async listen(wake: () => void): Promise<() => Promise<void>> {
      const handle = await boss.getDb().listen?.(channel, wake, wake);
      return async () => handle?.close();
    },
  };
}
