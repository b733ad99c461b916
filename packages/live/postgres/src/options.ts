import { connectionOptions, optionProblems, serverUrl } from "@heedkit/core";
import { Client, type ClientConfig } from "pg";
import * as z from "zod";

export interface PostgresLiveOptions {
  /** Where the database is: `postgres://user:password@host:5432/database`. */
  readonly url?: string;
  /** In place of `url`, or to add to it: what the `Client` of `pg` takes, such as `ssl: { ca }`. */
  readonly connection?: ClientConfig;
  /** Desks that share a database have one each: at most 63 bytes. Default `heedkit_live`. */
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

/** Everything that is wrong with the options; empty where they will do. */
export function liveProblems(options: PostgresLiveOptions): readonly string[] {
  return optionProblems(schema, options, () => {
    const { url, connection } = options;
    new Client({ ...connection, ...(url === undefined ? {} : { connectionString: url }) });
  });
}
