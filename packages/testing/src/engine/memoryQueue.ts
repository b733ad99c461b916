import type { JobEngine, JobEngineHost, JobTicket } from "@heedkit/core";
import type { TestQueue } from "./options.ts";

/** A minimal engine: tickets in this process, in the order of their ranks. */
export function memoryQueue(): TestQueue {
  const waiting = new Map<string, JobTicket>();
  const hosts = new Set<() => void>();
  const engine = (): JobEngine => {
    const running = new Set<Promise<void>>();
    let host: JobEngineHost | null = null;
    const takeMore = () => {
      while (host?.perform && running.size < host.concurrency) {
        // Tickets of one rank in order of arrival.
        const [next] = [...waiting.values()].sort((left, right) => left.rank - right.rank);
        if (next === undefined) return;
        waiting.delete(next.key);
        const run: Promise<void> = host.perform(next).finally(() => {
          running.delete(run);
          takeMore();
        });
        running.add(run);
      }
    };
    return {
      specVersion: 1,
      name: "memory queue",
      async start(given) {
        host = given;
        hosts.add(takeMore);
        takeMore();
      },
      async publish(tickets) {
        for (const ticket of tickets) waiting.set(ticket.key, ticket);
        for (const take of hosts) queueMicrotask(take);
      },
      async stop() {
        host = null;
        hosts.delete(takeMore);
        await Promise.all(running);
      },
    };
  };
  return { engine, flush: async () => waiting.clear() };
}
