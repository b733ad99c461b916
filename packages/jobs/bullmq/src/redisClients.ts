import { withoutCommand } from "@heedkit/core";
import { Redis, type RedisOptions } from "ioredis";

/** Redis's address, as ioredis takes it. */
export type RedisConnection = Omit<RedisOptions, "replyMapping">;

/** How long a server may take to respond, in milliseconds, before the connection is dropped. */
const impatientMs = 4_000;
/** The same for BullMQ's blocking calls, which take at most 10 seconds. */
const patientMs = 15_000;

/** Throws ioredis's errors about the options, without connecting. */
export function tryClient(url: string | undefined, connection: RedisConnection): void {
  const options = { ...connection, lazyConnect: true };
  const client = url === undefined ? new Redis(options) : new Redis(url, options);
  client.disconnect();
}

/** The clients of one process, including BullMQ's duplicates, so that all can be closed. */
export function redisClients(url: string | undefined, connection: RedisConnection) {
  const made: Redis[] = [];

  const connect = (own: Pick<RedisConnection, "maxRetriesPerRequest" | "socketTimeout">): Redis => {
    const options = { connectTimeout: impatientMs, ...connection, ...own };
    const client = url === undefined ? new Redis(options) : new Redis(url, options);
    const duplicate = client.duplicate.bind(client);
    client.duplicate = (...changes) => keep(duplicate(...changes));
    return keep(client);
  };
  const keep = (client: Redis): Redis => {
    made.push(client);
    // Must be the first listener: BullMQ also gets the error and may print it.
    client.on("error", withoutCommand);
    return client;
  };

  return {
    /** Fails if the server is unavailable, instead of waiting for it. */
    impatient: () => connect({ maxRetriesPerRequest: 1, socketTimeout: impatientMs }),
    /** Waits for the server for as long as it takes. */
    patient: () => connect({ maxRetriesPerRequest: null, socketTimeout: patientMs }),
    areReady: () => made.every(({ status }) => status === "ready"),
    /** Closes all of them, including those that never reached the server. */
    disconnect() {
      for (const client of made) if (client.status !== "end") client.disconnect();
    },
  };
}
