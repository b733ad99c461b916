import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { portOf } from "./smtpPeer.ts";

/** A way to a server that can break. */
export interface CuttingProxy {
  readonly port: number;
  /** Connections made so far. */
  readonly connections: number;
  /** Breaks every connection once `bytes` more have come from the server; only once. */
  cutAfter(bytes: number): void;
  close(): Promise<void>;
}

export async function cuttingProxy(serverPort: number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  let connections = 0;
  let left = Number.POSITIVE_INFINITY;
  const server = createServer((near) => {
    connections += 1;
    const far = connect(serverPort, "127.0.0.1");
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far);
    far.on("data", (data) => {
      left -= data.length;
      if (left > 0) return void near.write(data);
      near.write(data.subarray(0, Math.max(0, data.length + left)), () => near.destroy());
      left = Number.POSITIVE_INFINITY;
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: portOf(server.address()),
    get connections() {
      return connections;
    },
    cutAfter(bytes) {
      left = bytes;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
