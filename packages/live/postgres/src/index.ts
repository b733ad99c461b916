/**
 * Live updates between processes by LISTEN and NOTIFY of PostgreSQL.
 *
 * @module
 */
export type { PostgresLiveOptions } from "./options.ts";
export { postgresLive } from "./postgresLive.ts";
