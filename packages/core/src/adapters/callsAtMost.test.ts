import { expect, test } from "vitest";
import { callsAtMost } from "./callsAtMost.ts";

test("at most so many calls run at once, in the order of arrival, and a failure frees its place", async () => {
  const limited = callsAtMost(2);
  const started: number[] = [];
  let running = 0;
  let most = 0;
  const calls = Array.from({ length: 7 }, (_, at) =>
    limited(async () => {
      started.push(at);
      most = Math.max(most, ++running);
      for (let turn = 0; turn < 3; turn++) await Promise.resolve();
      running -= 1;
      if (at % 2 === 0) throw new Error("failed");
      return at;
    }),
  );
  const outcomes = await Promise.allSettled(calls);
  expect(outcomes.map(({ status }) => status === "fulfilled")).toEqual([
    false,
    true,
    false,
    true,
    false,
    true,
    false,
  ]);
  expect([started, most, running]).toEqual([[0, 1, 2, 3, 4, 5, 6], 2, 0]);
});
