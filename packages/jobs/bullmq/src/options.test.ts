import { EventEmitter } from "node:events";
import { createSupport } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import { expect, test } from "vitest";
import { bullmqJobs } from "./bullmqJobs.ts";

const password = "hunter2-Tr0ub4dor";
/** As callers without types may write them. */
const mistakes: readonly (readonly [options: object, problem: RegExp])[] = [
  [{ url: "" }, /^url: must be a URL like redis:/],
  [{ url: `postgres://desk:${password}@127.0.0.1` }, /^url: must be a URL like redis:/],
  [{ url: `redis://desk:${password}@127.0.0.1:99999` }, /^url: must be a URL like redis:/],
  [{ url: `redis://desk:${password}%zz@127.0.0.1` }, /percent-encoded/],
  [{ url: 5 }, /^url: /],
  [{ connection: "127.0.0.1" }, /^connection: /],
  [{ connection: new EventEmitter() }, /^connection: must be plain options, not a client/],
  [{ connection: { port: 99_999 } }, /^connection\.port: /],
  [{ connection: { port: "6379" } }, /^connection\.port: /],
  [{ connection: { keyPrefix: "desk:" } }, /use the option prefix/],
  [{ connection: { replyMapping: "resp3", protocol: 2 } }, /protocol 3/],
  [{ queue: "" }, /^queue: /],
  [{ queue: "a:b" }, /^queue: must not contain a colon/],
  [{ prefix: 5 }, /^prefix: /],
  [{ queu: "desk" }, /^queu: there is no such option/],
  [[], /./],
];

test.each(mistakes)("options %j are a problem, and the engine refuses to work", async (options, problem) => {
  const engine = bullmqJobs(options);
  expect(engine.problems).toEqual([expect.stringMatching(problem)]);
  expect(String(engine.problems)).not.toContain(password);
  await expect(engine.publish([])).rejects.toMatchObject({ code: "INVALID_CONFIGURATION" });
  await engine.stop();
});

test("a desk lists the problems of its engine with all the others", async () => {
  const engine = bullmqJobs({ url: "nowhere", queue: "a:b" });
  const creating = createSupport({ storage: memoryStorage(), tenants: [], worker: { engine } });
  await expect(creating).rejects.toMatchObject({
    code: "INVALID_CONFIGURATION",
    details: {
      problems: expect.arrayContaining([
        expect.stringMatching(/^tenants: /),
        expect.stringMatching(/^worker\.engine: url: /),
        expect.stringMatching(/^worker\.engine: queue: /),
      ]),
    },
  });
});

test.each([undefined, {}, { url: "rediss://desk:p%40ss@redis.shop.example" }, { connection: { tls: {} } }])(
  "options %j are fine",
  (options) => {
    expect(bullmqJobs(options).problems).toBeUndefined();
  },
);
