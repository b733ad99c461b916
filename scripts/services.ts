import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("./services.sh", import.meta.url));

/** A file that tells whether a server's program is installed. */
const programs = {
  dovecot: "/usr/sbin/dovecot",
  postgres: "/usr/lib/postgresql",
  pgbouncer: "/usr/sbin/pgbouncer",
  mariadb: "/usr/sbin/mariadbd",
  redis: "/usr/bin/redis-server",
} as const;

/**
 * The loopback port of a real server for tests: one that runs in a container (`HEEDKIT_REDIS_PORT` and the like), else
 * one that is started where its program is installed; null where there is none. With CI set there must be one.
 */
export function portOf(service: keyof typeof programs): number | null {
  const running = process.env[`HEEDKIT_${service.toUpperCase()}_PORT`];
  const isThere = existsSync(programs[service]);
  if (!isThere && running !== undefined) return Number(running);
  if (!isThere && process.env.CI !== "true") return null;
  const output = execFileSync("bash", [script, service], { encoding: "utf8" });
  return Number(/127\.0\.0\.1:(\d+)/.exec(output)?.[1]);
}
