import { connectionOptions, optionProblems, serverUrl } from "@heedkit/core";
import * as z from "zod";
import { type RedisConnection, tryClient } from "./redisClients.ts";

export interface BullmqJobsOptions {
  /** Where the server is: `redis://user:password@host:6379`. Default: this machine. */
  readonly url?: string;
  /** In place of `url`, or to add to it: what ioredis takes, such as `tls`. */
  readonly connection?: RedisConnection;
  /** Desks that share a server have one each. No colons. Default `heedkit`. */
  readonly queue?: string;
  /** What the keys of BullMQ begin with. Default `bull`. */
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

/** Everything that is wrong with the options; empty where they will do. */
export function engineProblems(options: BullmqJobsOptions): readonly string[] {
  return optionProblems(schema, options, () => tryClient(options.url, options.connection ?? {}));
}
