/**
 * Live updates between processes with LISTEN and NOTIFY of PostgreSQL.
 *
 * @module
 */
export type { PostgresLiveOptions } from "./options.ts";
export { postgresLive } from "./postgresLive.ts";
