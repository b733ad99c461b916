import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A server that answers as a test says: for what a good server never does. */
export async function answering(
  answer: (request: IncomingMessage, response: ServerResponse, count: number) => void,
): Promise<{ readonly endpoint: string; readonly count: () => number; stop(): void }> {
  let count = 0;
  const server = createServer((request, response) => {
    request.resume();
    count += 1;
    answer(request, response, count);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    count: () => count,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
