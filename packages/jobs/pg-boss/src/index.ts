/**
 * Jobs over many processes by pg-boss, on PostgreSQL.
 *
 * @module
 */
export { type PgBossJobsOptions, pgBossJobs } from "./pgBossJobs.ts";
