import { connectionOptions, optionProblems, serverUrl } from "@heedkit/core";
import { type ConstructorOptions, PgBoss } from "pg-boss";
import * as z from "zod";

export interface PgBossJobsOptions {
  /** Where the database is: `postgres://user:password@host:5432/database`. */
  readonly url?: string;
  /** In place of `url`, or to add to it: options of pg-boss, such as `ssl` or `max`. */
  readonly connection?: ConstructorOptions;
  /** The schema that pg-boss makes its tables in. Default `pgboss`. */
  readonly schema?: string;
  /** Desks that share a schema have one each: up to 50 letters, digits and `_-./`. Default `heedkit`. */
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

/** Everything that is wrong with the options; empty where they will do. */
export function engineProblems(options: PgBossJobsOptions): readonly string[] {
  return optionProblems(schema, options, () => {
    const { connection, schema: name } = options;
    new PgBoss({ ...connection, ...(name === undefined ? {} : { schema: name }) });
  });
}
