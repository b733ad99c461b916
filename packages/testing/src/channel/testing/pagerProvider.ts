import { createHmac, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Channel } from "@heedkit/core";
import type { ChannelProvider, InboundProvider, ProviderMood } from "../options.ts";
import type { PagerOptions } from "./pagerChannel.ts";

const secret = "the key that pager and desk share";

const inbound: InboundProvider = {
  payload: ({ externalId, sender, text, answers, sentAt }) =>
    new TextEncoder().encode(
      JSON.stringify({ id: externalId, user: `user-${sender}`, text, answers, sentAt }),
    ),
  deliver: (body, { deliveryId, at }) => ({
    body,
    dedupeKey: deliveryId,
    receivedAt: at,
    metadata: { time: String(at), signature: sign(secret, String(at), body) },
  }),
  forgeries: {
    "a foreign key": (raw) => ({
      ...raw,
      metadata: { ...raw.metadata, signature: sign("guessed", String(raw.metadata.time), raw.body) },
    }),
    "a signature of another time": (raw) => ({
      ...raw,
      metadata: { ...raw.metadata, time: String(Number(raw.metadata.time) + 1) },
    }),
    "a genuine delivery of an hour ago": (raw) => ({ ...raw, receivedAt: raw.receivedAt + 3_600_000 }),
  },
};

function sign(key: string, time: string, body: Uint8Array): string {
  return createHmac("sha256", key).update(`${time}.`).update(body).digest("hex");
}

/** The pager on loopback: a real HTTP server that behaves according to its mood. */
export async function openPager(
  connect: (options: PagerOptions) => Channel,
  { patienceMs }: { readonly patienceMs: number },
): Promise<ChannelProvider> {
  let mood: ProviderMood = { kind: "well" };
  const taken: string[] = [];
  const idByKey = new Map<string, string>();

  const take = (request: IncomingMessage): string => {
    const key = String(request.headers["idempotency-key"] ?? randomUUID());
    const known = idByKey.get(key);
    if (known !== undefined) return known;
    const id = randomUUID();
    idByKey.set(key, id);
    taken.push(id);
    return id;
  };
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    switch (mood.kind) {
      case "well":
        response.end(JSON.stringify({ id: take(request) }));
        return;
      case "busy": {
        // An hour or more is sent as a date, as some providers do.
        const { retryAfterMs } = mood;
        const header =
          retryAfterMs < 3_600_000
            ? String(retryAfterMs / 1000)
            : new Date(Date.now() + retryAfterMs).toUTCString();
        response.writeHead(429, { "retry-after": header }).end();
        return;
      }
      case "broken":
        response.writeHead(500).end("<h1>Oops</h1>");
        return;
      case "silent":
        return;
      case "reset":
        request.socket.resetAndDestroy();
        return;
      case "garbage":
        take(request);
        response.end("<html>proxy login</html>");
        return;
      case "refusing":
        response.writeHead(422).end('{"error":"no such user"}');
    }
  };
  const server = createServer((request, response) => {
    request.resume().on("end", () => answer(request, response));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    channel: connect({ url: `http://127.0.0.1:${port}/messages`, secret, timeoutMs: patienceMs }),
    feel(next) {
      mood = next;
    },
    taken: () => taken,
    recipient: { kind: "pager", value: "user-1", name: null },
    inbound,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
