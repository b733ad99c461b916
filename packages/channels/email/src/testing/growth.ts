import { expect } from "vitest";

/** Work too short to be told from noise, in milliseconds of CPU time; what takes no longer hurts nobody. */
const negligibleMs = 150;
/** Twice the input takes twice as long in linear time, four times in quadratic time. */
const highestRatio = 3;

/**
 * Fails where work takes time with more than the size of its input: where four units of input take more than three times
 * as long as two, in all of three attempts. Measured in CPU time, so that other processes don't count.
 */
export async function expectLinear(unit: number, work: (size: number) => Promise<unknown>): Promise<void> {
  const ratios: number[] = [];
  for (let attempt = 0; attempt < 3; attempt += 1) {
    // The shorter of two: the engine's own housekeeping falls into one or the other.
    const first = await cpuMs(() => work(unit * 4));
    if (first < negligibleMs) return;
    const whole = Math.min(first, await cpuMs(() => work(unit * 4)));
    const half = await cpuMs(() => work(unit * 2));
    if (whole / half <= highestRatio) return;
    ratios.push(whole / half);
  }
  expect.fail(`Twice the input took ${ratios.map((ratio) => ratio.toFixed(1)).join(", ")} times as long.`);
}

/** What work costs in milliseconds of CPU time, all threads of the process together. */
export async function cpuMs(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
