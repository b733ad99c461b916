import { expect, onTestFinished, test } from "vitest";
import { blackHole } from "../../../../scripts/blackHole.ts";
import { portOf } from "../../../../scripts/services.ts";
import { redisLive } from "./redisLive.ts";

const port = portOf("redis");

test.skipIf(port === null)(
  "a Redis that falls silent fails publishing in time, is reported, and is listened to again",
  { timeout: 150_000 },
  async () => {
    const hole = await blackHole(port ?? 0);
    const reports: string[] = [];
    const live = redisLive({
      connection: { host: "127.0.0.1", port: hole.port },
      prefix: `half-open-${process.pid}:`,
      report: (_, what) => void reports.push(what),
    });
    onTestFinished(async () => {
      await live.close?.();
      hole.close();
    });
    const heard: unknown[] = [];
    live.subscribe(["case"], (_, { at = null }) => void heard.push(at));
    const say = (at: number) => live.publish("case", { at }).catch(() => undefined);
    await expect.poll(() => say(1).then(() => heard.length), { timeout: 20_000 }).toBeGreaterThan(0);
    hole.swallow();
    const began = performance.now();
    await expect(live.publish("case", { at: 2 })).rejects.toMatchObject({ code: "LIVE_UNAVAILABLE" });
    expect(performance.now() - began).toBeLessThan(20_000);
    // The connection that listens notices for itself, by its own heartbeat.
    await expect.poll(() => reports, { timeout: 45_000 }).toContain("live updates over Redis");
    hole.pass();
    await expect
      .poll(() => say(3).then(() => heard.includes(3)), { timeout: 45_000, interval: 200 })
      .toBe(true);
  },
);
