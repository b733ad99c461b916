import type { JobTicket, TakenTicket } from "@heedkit/core";
import type { PgBoss } from "pg-boss";
import * as z from "zod";

/** A ticket, and the id of the row of pg-boss that carries it. */
export interface CarriedTicket {
  readonly carrier: string;
  /** Null where the row holds something else. */
  readonly ticket: TakenTicket | null;
}

/** The border: what a queue holds may be from another version, or another program. */
const ticketSchema = z.object({ tenantId: z.string(), id: z.string(), key: z.string() });

/** A queue of pg-boss that holds tickets only, each for as long as nobody has dealt with it. */
export function ticketQueue(boss: PgBoss, name: string, leaseMs: number) {
  const leaseSeconds = Math.max(1, Math.ceil(leaseMs / 1_000));
  /** Announces to other processes that there is something. pg-boss keeps its own channels for its own workers. */
  const channel = `heedkit_jobs_${name}`;
  let done: string[] = [];
  let removing: Promise<void> = Promise.resolve();

  return {
    async create() {
      await boss.createQueue(name, {
        // One waiting ticket of each key, however many are being dealt with.
        policy: "short",
        retryLimit: 0,
        // Of a process that died: its job is published again by then.
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
    /** Calls back when another process announces something. Where that can't be, polling is what is left. */
    async listen(wake: () => void): Promise<() => Promise<void>> {
      const handle = await boss.getDb().listen?.(channel, wake, wake);
      return async () => handle?.close();
    },
  };
}
