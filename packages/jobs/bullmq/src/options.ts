import { connectionOptions, optionProblems, serverUrl } from "@heedkit/core";
import * as z from "zod";
import { type RedisConnection, tryClient } from "./redisClients.ts";

export interface BullmqJobsOptions {
  /** Server URL: `redis://user:password@host:6379`. Default: localhost. */
  readonly url?: string;
  /** Instead of `url`, or in addition to it: ioredis options, such as `tls`. */
  readonly connection?: RedisConnection;
  /** Unique among desks that share a server. No colons. Default `heedkit`. */
  readonly queue?: string;
  /** Prefix of BullMQ's keys. Default `bull`. */
  readonly prefix?: string;
}

const schema = z.strictObject({
  url: serverUrl(["redis", "rediss"], 6379).optional(),
  connection: connectionOptions
    .refine(
      ({ keyPrefix }) => keyPrefix === undefined,
      "keyPrefix does not go with BullMQ; use the option prefix",
    )
    .optional(),
  queue: z
    .string()
    .min(1)
    .max(200)
    .refine((name) => !name.includes(":"), "must not contain a colon")
    .optional(),
  prefix: z.string().min(1).max(200).optional(),
});

/** Everything wrong with the options; empty if they are valid. */
export function engineProblems(options: BullmqJobsOptions): readonly string[] {
  return optionProblems(schema, options, () => tryClient(options.url, options.connection ?? {}));
}
