/**
 * Live updates between processes by Redis.
 *
 * @module
 */
export { type RedisConnection, type RedisLiveOptions, redisLive } from "./redisLive.ts";
