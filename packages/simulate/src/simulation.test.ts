import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inSqliteFile } from "./places.ts";
import { runSeed, runSeedIn } from "./runSeed.ts";
import { sabotages } from "./sabotage/sabotages.ts";
import { digestAtOnce } from "./world/platform.ts";

let restore: () => void = () => undefined;
beforeAll(() => {
  restore = digestAtOnce();
});
afterAll(() => restore());

const seeds = [1, 2, 3, 5, 8];

describe("the same seed is the same run", () => {
  test("twice in this process, whatever ran in between", { timeout: 300_000 }, async () => {
    const first = await hashes(seeds);
    expect(await hashes(seeds.toReversed())).toEqual(first.toReversed());
    expect(new Set(first).size).toBe(seeds.length);
  });

  test("in a process of its own", { timeout: 300_000 }, async () => {
    const command = fileURLToPath(new URL("simulate.ts", import.meta.url));
    const run = (args: readonly string[]) => promisify(execFile)(process.execPath, [command, ...args]);
    const [once, again] = await Promise.all([
      run(["--seeds", "6", "--workers", "1"]),
      run(["--seeds", "6", "--workers", "3"]),
    ]);
    const trace = /trace of all: \w{16}/;
    expect(trace.exec(once.stdout)?.[0]).toBe(trace.exec(again.stdout)?.[0]);
    expect((await run(["--seed", "4"])).stdout).toContain("seed 4, trace ");
  });
});

test("the same seed is the same run on SQLite", { timeout: 300_000 }, async () => {
  for (const seed of seeds) {
    const { hash, broken } = await runSeedIn(inSqliteFile(), seed);
    expect(broken).toEqual([]);
    expect(hash).toBe((await runSeed(seed)).hash);
  }
});

test("another order of steps is another trace", { timeout: 300_000 }, async () => {
  const drawn = await runSeed(3);
  expect((await runSeed(3, { inOrder: true })).hash).not.toBe(drawn.hash);
});

describe("within 60 seeds is found out", () => {
  test.each(sabotages)("%s", { timeout: 300_000 }, async (_, sabotage) => {
    let broken: readonly string[] = [];
    for (let seed = 1; seed <= 60 && broken.length === 0; seed++)
      broken = (await runSeed(seed, { sabotage })).broken;
    expect(broken).not.toEqual([]);
  });
});

async function hashes(of: readonly number[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const seed of of) {
    const { hash, broken } = await runSeed(seed);
    expect(broken).toEqual([]);
    found.push(hash);
  }
  return found;
}
