import { z } from "zod";

/** Settings of a process of the cluster, all from the environment. */
const schema = z.object({
  DATABASE_URL: z.url(),
  REDIS_URL: z.url(),
  /** Where messages to customers go. */
  CUSTOMERS_URL: z.url(),
  /** Names the tables and queues of one cluster, so that several can share the servers. */
  CLUSTER: z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/)
    .default("cluster"),
  /** Where a web process listens; 0 is any free port. */
  PORT: z.coerce.number().default(0),
});

export type Settings = z.output<typeof schema>;

/** Throws an error that names the missing variables. */
export function readSettings(): Settings {
  return schema.parse(process.env);
}
