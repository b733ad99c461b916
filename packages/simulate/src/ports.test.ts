import { afterEach, expect, test, vi } from "vitest";
import { runSeed } from "./runSeed.ts";
import { digestAtOnce } from "./world/platform.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test("a desk takes time, chance and waiting from its ports and from nowhere else", {
  timeout: 300_000,
}, async () => {
  const restore = digestAtOnce();
  const { hash } = await runSeed(4);
  const taken: string[] = [];
  const refuse = (what: string) => () => {
    taken.push(what);
    throw new Error(`${what} is not a port.`);
  };
  // Not performance.now: Liquid reads it for a limit by time, in whose place the desk counts work.
  vi.spyOn(Date, "now").mockImplementation(refuse("Date.now"));
  vi.spyOn(Math, "random").mockImplementation(refuse("Math.random"));
  vi.spyOn(crypto, "getRandomValues").mockImplementation(refuse("crypto.getRandomValues"));
  vi.spyOn(crypto, "randomUUID").mockImplementation(refuse("crypto.randomUUID"));
  vi.spyOn(AbortSignal, "timeout").mockImplementation(refuse("AbortSignal.timeout"));
  for (const name of ["setTimeout", "setInterval", "queueMicrotask"]) vi.stubGlobal(name, refuse(name));
  vi.stubGlobal("Date", dateWithoutNow(refuse("new Date()")));
  const again = await runSeed(4);
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  restore();
  expect(taken).toEqual([]);
  expect(again).toMatchObject({ hash, broken: [] });
});

/** Dates of given moments are for wording; the date of now is not. */
function dateWithoutNow(refuse: () => never): DateConstructor {
  return new Proxy(Date, {
    construct: (target, values, newTarget) =>
      values.length === 0 ? refuse() : Reflect.construct(target, values, newTarget),
    apply: refuse,
  });
}
