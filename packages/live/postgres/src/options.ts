import { connectionOptions, optionProblems, serverUrl } from "@heedkit/core";
import { Client, type ClientConfig } from "pg";
import * as z from "zod";

export interface PostgresLiveOptions {
  /** Database URL: `postgres://user:password@host:5432/database`. */
  readonly url?: string;
  /** Instead of `url`, or in addition to it: options of `pg`'s `Client`, such as `ssl: { ca }`. */
  readonly connection?: ClientConfig;
  /** Unique among desks that share a database: at most 63 bytes. Default `heedkit_live`. */
  readonly channel?: string;
  /** Receives lost connections and errors of listeners. Default: `console.error`. */
  readonly report?: (error: unknown, what: string) => void;
}

const schema = z.strictObject({
  url: serverUrl(["postgres", "postgresql"], 5432).optional(),
  connection: connectionOptions.optional(),
  channel: z
    .string()
    .min(1)
    .refine(
      (name) => Buffer.byteLength(name) <= 63 && !name.includes("\0"),
      "must be a name of at most 63 bytes",
    )
    .optional(),
  report: z.custom((value) => typeof value === "function", "must be a function").optional(),
});

/** Everything wrong with the options; empty if they are valid. */
export function liveProblems(options: PostgresLiveOptions): readonly string[] {
  return optionProblems(schema, options, () => {
    const { url, connection } = options;
    new Client({ ...connection, ...(url === undefined ? {} : { connectionString: url }) });
  });
}
