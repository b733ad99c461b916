import { EventEmitter } from "node:events";
import { createSupport } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import { expect, test } from "vitest";
import { pgBossJobs } from "./pgBossJobs.ts";

const password = "hunter2-Tr0ub4dor";
/** As callers without types may write them. */
const mistakes: readonly (readonly [options: object, problem: RegExp])[] = [
  [{ url: "" }, /^url: must be a URL like postgres:/],
  [{ url: `redis://desk:${password}@127.0.0.1` }, /^url: must be a URL like postgres:/],
  [{ url: `postgres://desk:${password}%zz@127.0.0.1/desk` }, /percent-encoded/],
  [{ connection: 5 }, /^connection: /],
  [{ connection: new EventEmitter() }, /^connection: must be plain options/],
  [{ connection: { port: 0 } }, /^connection\.port: /],
  [{ connection: { maintenanceIntervalSeconds: -1 } }, /./],
  [{ schema: "" }, /^schema: /],
  [{ schema: "a$b" }, /./],
  [{ schema: "x".repeat(64) }, /./],
  [{ queue: "" }, /^queue: /],
  [{ queue: "our desk" }, /^queue: must be up to 50/],
  [{ queue: "x".repeat(51) }, /^queue: must be up to 50/],
  [{ shema: "desk" }, /^shema: there is no such option/],
];

test.each(mistakes)("options %j are a problem, and the engine refuses to work", async (options, problem) => {
  const engine = pgBossJobs(options);
  expect(engine.problems).toEqual([expect.stringMatching(problem)]);
  expect(String(engine.problems)).not.toContain(password);
  await expect(engine.publish([])).rejects.toMatchObject({ code: "INVALID_CONFIGURATION" });
  await engine.stop();
});

test("a desk lists the problems of its engine with all the others", async () => {
  const engine = pgBossJobs({ url: "nowhere", queue: "our desk" });
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

test.each([undefined, {}, { url: "postgresql://desk:p%40ss@db.shop.example/desk", schema: "desk_jobs" }])(
  "options %j are fine",
  (options) => {
    expect(pgBossJobs(options).problems).toBeUndefined();
  },
);
