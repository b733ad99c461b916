/**
 * Distributes jobs over many processes with BullMQ, on Redis.
 *
 * @module
 */
export { bullmqJobs } from "./bullmqJobs.ts";
export type { BullmqJobsOptions } from "./options.ts";
export type { RedisConnection } from "./redisClients.ts";
