/**
 * Jobs over many processes by pg-boss, on PostgreSQL.
 *
 * @module
 */
export type { PgBossJobsOptions } from "./options.ts";
export { pgBossJobs } from "./pgBossJobs.ts";
