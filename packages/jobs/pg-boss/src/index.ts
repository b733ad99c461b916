/**
 * Distributes jobs over many processes with pg-boss, on PostgreSQL.
 *
 * @module
 */
export type { PgBossJobsOptions } from "./options.ts";
export { pgBossJobs } from "./pgBossJobs.ts";
