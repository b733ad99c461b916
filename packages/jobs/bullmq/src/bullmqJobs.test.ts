import { engineSuite } from "@heedkit/testing";
import { Redis } from "ioredis";
import { expect, test } from "vitest";
import { portOf } from "../../../../scripts/services.ts";
import { bullmqJobs } from "./bullmqJobs.ts";

const port = portOf("redis");
let queues = 0;

if (port === null) test.skip("There is no Redis server here.");
else {
  const connection = { host: "127.0.0.1", port };

  engineSuite({
    name: "bullmq",
    create() {
      const prefix = `jobs-${process.pid}-${++queues}`;
      const admin = new Redis({ ...connection, connectionName: "admin" });
      const connectionName = prefix;
      return {
        engine: () => bullmqJobs({ connection: { ...connection, connectionName }, prefix }),
        flush: () => forget(admin, prefix),
        // It may be between two, having lost the last ones a moment ago.
        disconnect: () =>
          expect.poll(() => endConnections(admin, prefix), { timeout: 10_000 }).toBeGreaterThan(0),
        async dispose() {
          await forget(admin, prefix);
          admin.disconnect();
        },
      };
    },
  });
}

/** As if the server had been restarted without its memory, for this queue only. */
async function forget(admin: Redis, prefix: string): Promise<void> {
  // At one moment: a job that is added between two commands would be left behind in half.
  const script = "for _, key in ipairs(redis.call('keys', ARGV[1])) do redis.call('del', key) end";
  await admin.eval(script, 0, `${prefix}:*`);
}

async function endConnections(admin: Redis, name: string): Promise<number> {
  let ended = 0;
  for (const line of String(await admin.client("LIST")).split("\n")) {
    const [, id = ""] = /^id=(\d+)/.exec(line) ?? [];
    if (line.includes(`name=${name}`)) ended += Number(await admin.client("KILL", "ID", id));
  }
  return ended;
}
