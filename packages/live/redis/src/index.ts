/**
 * Live updates between processes over Redis.
 *
 * @module
 */
export type { RedisConnection, RedisLiveOptions } from "./options.ts";
export { redisLive } from "./redisLive.ts";
