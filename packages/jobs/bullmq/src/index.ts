/**
 * Jobs over many processes by BullMQ, on Redis.
 *
 * @module
 */
export { type BullmqJobsOptions, bullmqJobs } from "./bullmqJobs.ts";
export type { RedisConnection } from "./redisClients.ts";
