import { describe, expect, it } from "vitest";
import { againstBestPeer, type Contender, median, operationsPerSecond, pairedRatio } from "./harness.ts";
import { reportLine } from "./report.ts";

/** Returns prepared values, one per round. */
function prepared(name: string, values: readonly number[], log: string[] = []): Contender {
  let round = 0;
  return {
    name,
    measure() {
      log.push(name);
      return values[round++] ?? Number.NaN;
    },
  };
}

const ABOUT = { bench: "demo", case: "add", unit: "ops/s" };

describe("a comparison", () => {
  it("is with the faster peer, by the median of the rounds' own ratios", async () => {
    const peers = [prepared("slow", [1, 1, 1]), prepared("fast", [10, 20, 40])];
    const result = await againstBestPeer(ABOUT, prepared("ours", [100, 100, 100]), peers, 3);
    expect(result).toEqual({ ...ABOUT, value: 100, baseline: "fast", ratio: 5 });
  });

  it("measures everybody in each round, beginning with another one each time", async () => {
    const log: string[] = [];
    await againstBestPeer(ABOUT, prepared("a", [1, 1], log), [prepared("b", [1, 1], log)], 2);
    expect(log).toEqual(["a", "b", "b", "a"]);
  });

  it("with nobody has no ratio", async () => {
    const result = await againstBestPeer(ABOUT, prepared("ours", [1]), [], 1);
    expect([result.baseline, result.ratio]).toEqual([null, null]);
  });
});

it("the median is not moved by a round that went wrong", () => {
  expect(median([3, 1, 1000])).toBe(3);
  expect(median([1, 3])).toBe(2);
  expect(pairedRatio([10, 10, 10], [5, 5, 0.001])).toBe(2);
});

it("operations are counted by the second", async () => {
  const rate = await operationsPerSecond("nothing", (call) => call).measure();
  expect(rate).toBeGreaterThan(10_000);
});

it("a JSON line has these keys and no others", () => {
  const result = { ...ABOUT, value: 2, baseline: "peer", ratio: 1.5 };
  expect(reportLine(result, true)).toBe(
    '{"bench":"demo","case":"add","value":2,"unit":"ops/s","baseline":"peer","ratio":1.5}',
  );
});
