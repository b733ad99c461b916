import { openConnection } from "./connection.ts";
import { mail } from "./mails.ts";

/** Sends mails from a separate process, so that it shares no event loop with what is measured. */
interface Task {
  readonly port: number;
  readonly senders: number;
  readonly first: number;
  readonly count: number;
}

process.on("message", async ({ port, senders, first, count }: Task) => {
  const mails = Array.from({ length: count }, (_, at) => mail(first + at));
  const connections = await Promise.all(Array.from({ length: senders }, () => openConnection(port)));
  const latencies: number[] = [];
  const startedAt = performance.now();
  let sent = 0;
  await Promise.all(
    connections.map(async (connection) => {
      for (let next = mails[sent++]; next !== undefined; next = mails[sent++]) {
        const began = performance.now();
        await connection.send(next.from, next.text);
        latencies.push(performance.now() - began);
      }
    }),
  );
  const elapsedMs = performance.now() - startedAt;
  for (const connection of connections) connection.close();
  process.send?.({ elapsedMs, latencies });
});
process.on("disconnect", () => process.exit());
