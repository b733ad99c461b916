import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { openDesk } from "./desk.ts";
import { readSettings } from "./settings.ts";

/** A process that receives messages and shows what happens in any process. */
const settings = readSettings();
const support = await openDesk(settings, "web");
await support.start();

/** `POST /messages`: answered once the message is committed, not before. */
async function takeMessage(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const result = await support.receive("web", {
    body: new Uint8Array(await buffer(request)),
    dedupeKey: request.headers["x-message-id"]?.toString() ?? null,
    receivedAt: Date.now(),
    metadata: {},
  });
  response.writeHead(result.outcome === "kept" ? 422 : 200, { "content-type": "application/json" });
  response.end(JSON.stringify({ outcome: result.outcome, caseIds: result.caseIds }));
}

/** `GET /live`: case updates as server-sent events, until the reader disconnects. */
function showNews(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.write(": listening\n\n");
  const stop = support.live.subscribe(["cases"], (_, news) => {
    response.write(`data: ${JSON.stringify(news)}\n\n`);
  });
  request.once("close", stop);
}

const server = createServer((request, response) => {
  if (request.method === "GET" && request.url === "/live") return showNews(request, response);
  if (request.method !== "POST" || request.url !== "/messages") return response.writeHead(404).end();
  takeMessage(request, response).catch((error: unknown) => {
    console.error(error);
    // Nothing was stored: the sender has to send it again.
    response.writeHead(503).end();
  });
});

server.listen(settings.PORT, "127.0.0.1", () => {
  const address = server.address();
  const port = typeof address === "object" ? address?.port : settings.PORT;
  process.send?.({ ready: true, port });
  console.log(`web ${process.pid} listens on http://127.0.0.1:${port}`);
});

process.once("SIGTERM", async () => {
  server.close();
  server.closeAllConnections();
  await support.stop();
});
