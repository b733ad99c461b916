/**
 * Live updates between processes by Redis.
 *
 * @module
 */
export type { RedisConnection, RedisLiveOptions } from "./options.ts";
export { redisLive } from "./redisLive.ts";
