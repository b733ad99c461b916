/**
 * Live updates between processes by LISTEN and NOTIFY of PostgreSQL.
 *
 * @module
 */
export { type PostgresLiveOptions, postgresLive } from "./postgresLive.ts";
