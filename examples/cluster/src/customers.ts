import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { z } from "zod";

const answer = z.object({ key: z.string(), to: z.string(), subject: z.string() });

/** Plays all customers: accepts messages by POST and counts how often each arrived, by its key. */
export async function startCustomers() {
  const arrivals = new Map<string, number>();
  const server = createServer(async (request, response) => {
    const { key } = answer.parse(JSON.parse(await text(request)));
    arrivals.set(key, (arrivals.get(key) ?? 0) + 1);
    response.end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("No free port.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    arrivals,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
