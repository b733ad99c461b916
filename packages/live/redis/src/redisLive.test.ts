import { createSupport } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import { liveSuite } from "@heedkit/testing";
import { Redis } from "ioredis";
import { expect, test } from "vitest";
import { portOf } from "../../../../scripts/services.ts";
import { redisLive } from "./redisLive.ts";

const port = portOf("redis");
let worlds = 0;

if (port === null) test.skip("There is no Redis server here.");
else {
  const connection = { host: "127.0.0.1", port };

  liveSuite({
    name: "redis",
    create() {
      const prefix = `live-${process.pid}-${++worlds}:`;
      return {
        open: (report) => redisLive({ connection, prefix, report }),
        disconnect: () => endConnections(connection),
      };
    },
  });

  test("what others write on the channel is reported and not passed on", async () => {
    const prefix = `live-${process.pid}-foreign:`;
    const reports: string[] = [];
    const live = redisLive({ connection, prefix, report: (_, what) => void reports.push(what) });
    const heard: unknown[] = [];
    live.subscribe(["cases"], (_, message) => void heard.push(message));
    const stranger = new Redis(connection);
    while (heard.length === 0) await live.publish("cases", { ready: true });
    await stranger.publish(`${prefix}cases`, "{ no json");
    await stranger.publish(`${prefix}cases`, '{"nested":{"a":1}}');
    await live.publish("cases", { last: true });
    await expect.poll(() => heard.at(-1)).toEqual({ last: true });
    expect(heard.filter((message) => JSON.stringify(message).includes("nested"))).toEqual([]);
    expect(reports).toHaveLength(2);
    stranger.disconnect();
    await live.close?.();
  });

  test("an unavailable server rejects messages, is reported once, and stops nobody", async () => {
    const reports: string[] = [];
    const live = redisLive({
      connection: { host: "127.0.0.1", port: 1 },
      report: (_, what) => void reports.push(what),
    });
    live.subscribe(["cases"], () => undefined);
    await expect(live.publish("cases", { id: "1" })).rejects.toMatchObject({
      code: "LIVE_UNAVAILABLE",
      retryable: true,
    });
    const support = await createSupport({ storage: memoryStorage(), live });
    await support.start();
    await support.stop();
    expect(reports).toEqual(["live updates over Redis"]);
  });
}

async function endConnections(connection: { readonly host: string; readonly port: number }): Promise<void> {
  const client = new Redis(connection);
  const lines = String(await client.client("LIST")).split("\n");
  // Those of other test files on the same server stay: they have their own name.
  const ours = lines.filter((line) => line.includes("name=heedkit-live"));
  for (const line of ours) {
    const [, id = ""] = /^id=(\d+)/.exec(line) ?? [];
    await client.client("KILL", "ID", id);
  }
  client.disconnect();
}
