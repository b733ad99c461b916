import { withoutCommand } from "@heedkit/core";
import { Redis, type RedisOptions } from "ioredis";

/** Where Redis is, as ioredis takes it. */
export type RedisConnection = Omit<RedisOptions, "replyMapping">;

/** How long a server may keep silent after it was asked for something, in milliseconds: then the connection is dropped. */
const impatientMs = 4_000;
/** The same where BullMQ asks the server to answer only when there is something, which takes 10 seconds at the most. */
const patientMs = 15_000;

/** Throws what ioredis has against the options. Nothing is connected. */
export function tryClient(url: string | undefined, connection: RedisConnection): void {
  const options = { ...connection, lazyConnect: true };
  const client = url === undefined ? new Redis(options) : new Redis(url, options);
  client.disconnect();
}

/** The clients of one process, those that BullMQ makes of them included, so that all can be let go of. */
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
    /** Says that the server is away instead of waiting for it. */
    impatient: () => connect({ maxRetriesPerRequest: 1, socketTimeout: impatientMs }),
    /** Waits for the server for as long as it takes. */
    patient: () => connect({ maxRetriesPerRequest: null, socketTimeout: patientMs }),
    areReady: () => made.every(({ status }) => status === "ready"),
    /** Ends them all, also those that have never reached the server. */
    disconnect() {
      for (const client of made) if (client.status !== "end") client.disconnect();
    },
  };
}
