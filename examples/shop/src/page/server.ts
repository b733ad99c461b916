import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { isSupportError } from "@heedkit/core";
import type { Scene } from "../tour/scene.ts";
import { html } from "./html.ts";
import { layout } from "./layout.ts";
import { type Answer, answerTo, page } from "./routes.ts";

export interface PageServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** A simple page for this machine only. It has no login: a desk on a network needs one. */
export async function startPage(scene: Scene, port: number): Promise<PageServer> {
  const server = createServer((request, response) => {
    handle(scene, request)
      .then((answer) => write(response, answer))
      .catch((error) => {
        console.error("The page:", error);
        write(response, { ...page(layout("Error", html`<h1>This went wrong.</h1>`)), status: 500 });
      });
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const bound = server.address();
  const boundPort = typeof bound === "object" && bound !== null ? bound.port : port;
  return {
    url: `http://127.0.0.1:${boundPort}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function handle(scene: Scene, request: IncomingMessage): Promise<Answer> {
  // Refuse requests for another site's name that resolves to this machine (DNS rebinding).
  const { host = "", origin } = request.headers;
  if (!/^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(host)) return refused("Ask for 127.0.0.1.");
  if (request.method === "POST" && origin !== `http://${host}`)
    return refused("Send the form from this page.");
  try {
    return await answerTo(scene, request, new URL(request.url ?? "/", `http://${host}`).pathname);
  } catch (error) {
    if (error instanceof URIError)
      return { ...page(layout("Error", html`<h1>No such address.</h1>`)), status: 400 };
    if (!isSupportError(error)) throw error;
    return { ...page(layout(error.code, html`<h1>${error.message}</h1>`)), status: error.status };
  }
}

function refused(why: string): Answer {
  return { ...page(layout("Refused", html`<h1>${why}</h1>`)), status: 403 };
}

function write(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    ...headers,
  });
  response.end(body);
}
