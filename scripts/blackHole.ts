import { once } from "node:events";
import { createServer, connect as openConnection, type Socket } from "node:net";

/** A port that passes everything on to a server, until it is told to fall silent. Connections stay open all the while. */
export interface BlackHole {
  readonly port: number;
  /** Swallows what comes from both sides from now on; also on connections that are made later. */
  swallow(): void;
  /** Passes what clients say, and so many more bytes of the answers: the rest is swallowed. */
  swallowAnswersAfter(bytes: number): void;
  /** Passes everything again, on new connections: what was swallowed on the others is gone. */
  pass(): void;
  close(): void;
}

/** Opens a {@link BlackHole} in front of a port of this machine. */
export async function blackHole(target: number): Promise<BlackHole> {
  let isDeaf = false;
  let left = Number.POSITIVE_INFINITY;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const behind = openConnection(target, "127.0.0.1");
    for (const socket of [client, behind]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => sockets.delete(socket));
    }
    client.on("data", (bytes) => {
      if (!isDeaf) behind.write(bytes);
    });
    behind.on("data", (bytes) => {
      const passed = isDeaf ? 0 : Math.min(left, bytes.length);
      left -= passed;
      if (passed > 0) client.write(bytes.subarray(0, passed));
    });
    client.on("close", () => behind.destroy());
    behind.on("close", () => client.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The proxy has no port.");
  return {
    port: address.port,
    swallow() {
      isDeaf = true;
    },
    swallowAnswersAfter(bytes) {
      left = bytes;
    },
    pass() {
      isDeaf = false;
      left = Number.POSITIVE_INFINITY;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
