import { connectionOptions, optionProblems, serverUrl } from "@heedkit/core";
import { type ConstructorOptions, PgBoss } from "pg-boss";
import * as z from "zod";

export interface PgBossJobsOptions {
  /** Database URL: `postgres://user:password@host:5432/database`. */
  readonly url?: string;
  /** Instead of `url`, or in addition to it: pg-boss options, such as `ssl` or `max`. */
  readonly connection?: ConstructorOptions;
  /** The schema for pg-boss's tables. Default `pgboss`. */
  readonly schema?: string;
  /** Unique among desks that share a schema: up to 50 letters, digits and `_-./`. Default `heedkit`. */
  readonly queue?: string;
}

const schema = z.strictObject({
  url: serverUrl(["postgres", "postgresql"], 5432).optional(),
  connection: connectionOptions.optional(),
  schema: z.string().min(1).optional(),
  // Announcements go over a channel with a longer name, and PostgreSQL takes 63 bytes.
  queue: z
    .string()
    .regex(/^[\w.\-/]{1,50}$/, "must be up to 50 letters, digits and _-./")
    .optional(),
});

/** Everything wrong with the options; empty if they are valid. */
export function engineProblems(options: PgBossJobsOptions): readonly string[] {
  return optionProblems(schema, options, () => {
    const { connection, schema: name } = options;
    new PgBoss({ ...connection, ...(name === undefined ? {} : { schema: name }) });
  });
}
