import { expect, test } from "vitest";
import { portOf } from "../../../../scripts/services.ts";
import { toldBy } from "../../../../scripts/toldBy.ts";
import { redisLive } from "./redisLive.ts";

const password = "hunter2-Tr0ub4dor";
const port = portOf("redis");

test.each([
  ["nobody answers", `redis://desk:${password}@127.0.0.1:1`],
  ["there is no such host", `redis://desk:${password}@nowhere.invalid:6379`],
  ["the password is wrong", `redis://desk:${password}@127.0.0.1:${port ?? 1}`],
])(
  "no error or report holds the password: %s",
  async (_, url) => {
    const told: unknown[] = [];
    const live = redisLive({
      url,
      connection: { retryStrategy: () => null },
      report: (error) => void told.push(error),
    });
    live.subscribe(["case"], () => {});
    await live.publish("case", { at: 1 }).catch((error: unknown) => void told.push(error));
    await expect.poll(() => told.length, { timeout: 20_000 }).toBeGreaterThan(0);
    await live.close?.();
    for (const error of told) expect(toldBy(error)).not.toContain(password);
  },
  40_000,
);
