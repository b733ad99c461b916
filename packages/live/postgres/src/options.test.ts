import { EventEmitter } from "node:events";
import { createSupport } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import { expect, test } from "vitest";
import { postgresLive } from "./postgresLive.ts";

const password = "hunter2-Tr0ub4dor";
/** As callers without types may write them. */
const mistakes: readonly (readonly [options: object, problem: RegExp])[] = [
  [{ url: "" }, /^url: must be a URL like postgres:/],
  [{ url: `http://desk:${password}@127.0.0.1` }, /^url: must be a URL like postgres:/],
  [{ url: `postgres://desk:${password}@127.0.0.1:99999` }, /^url: must be a URL like postgres:/],
  [{ url: `postgres://desk:${password}%zz@127.0.0.1` }, /percent-encoded/],
  [{ connection: "127.0.0.1" }, /^connection: /],
  [{ connection: new EventEmitter() }, /^connection: must be plain options, not a client/],
  [{ connection: { port: "80" } }, /^connection\.port: /],
  [{ connection: { host: "" } }, /^connection\.host: /],
  [{ channel: "x".repeat(64) }, /^channel: /],
  [{ report: "console" }, /^report: must be a function/],
  [{ chanel: "desk" }, /^chanel: there is no such option/],
];

test.each(mistakes)("options %j are a problem, and nothing is carried", async (options, problem) => {
  const live = postgresLive(options);
  expect(live.problems).toEqual([expect.stringMatching(problem)]);
  expect(String(live.problems)).not.toContain(password);
  await expect(live.publish("case", { at: 1 })).rejects.toMatchObject({ code: "INVALID_CONFIGURATION" });
  expect(() => live.subscribe(["case"], () => {})).toThrow("can't be created from these options");
  await live.close?.();
});

test("a desk lists the problems of its live updates with all the others", async () => {
  const live = postgresLive({ url: "nowhere", connection: { port: 99_999 } });
  const creating = createSupport({ storage: memoryStorage(), tenants: [], live });
  await expect(creating).rejects.toMatchObject({
    code: "INVALID_CONFIGURATION",
    details: {
      problems: expect.arrayContaining([
        expect.stringMatching(/^tenants: /),
        expect.stringMatching(/^live: url: /),
        expect.stringMatching(/^live: connection\.port: /),
      ]),
    },
  });
});

test.each([undefined, {}, { url: "postgres://desk:p%40ss@server.shop.example" }])(
  "options %j are fine",
  async (options) => {
    const live = postgresLive(options);
    expect(live.problems).toBeUndefined();
    await live.close?.();
  },
);
