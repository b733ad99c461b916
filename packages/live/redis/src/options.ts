import { connectionOptions, optionProblems, serverUrl } from "@heedkit/core";
import { Redis, type RedisOptions } from "ioredis";
import * as z from "zod";

/** Options of ioredis. */
export type RedisConnection = Omit<RedisOptions, "replyMapping">;

export interface RedisLiveOptions {
  /** Server URL: `redis://user:password@host:6379`. Default: localhost. */
  readonly url?: string;
  /** Instead of `url`, or in addition to it: ioredis options, such as `tls`. */
  readonly connection?: RedisConnection;
  /** Prefix of channel names, unique among desks that share a server. Default `heedkit:live:`. */
  readonly prefix?: string;
  /** Receives lost connections and errors of listeners. Default: `console.error`. */
  readonly report?: (error: unknown, what: string) => void;
}

const schema = z.strictObject({
  url: serverUrl(["redis", "rediss"], 6379).optional(),
  connection: connectionOptions.optional(),
  prefix: z.string().max(200).optional(),
  report: z.custom((value) => typeof value === "function", "must be a function").optional(),
});

/** Everything wrong with the options; empty if they are valid. */
export function liveProblems(options: RedisLiveOptions): readonly string[] {
  return optionProblems(schema, options, () => {
    const { url, connection } = options;
    const lazy = { ...connection, lazyConnect: true };
    const client = url === undefined ? new Redis(lazy) : new Redis(url, lazy);
    client.disconnect();
  });
}
