import type { Blobs } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { runChecks } from "../checks/runChecks.ts";
import { blobsSuite } from "./blobsSuite.ts";
import { rightWorld, type WrongBlobs, wrongBlobs } from "./wrongBlobs.ts";

const run = (wrong: WrongBlobs["wrong"], concerns: readonly string[]) =>
  runChecks(() => blobsSuite({ name: "mutant", create: () => rightWorld(wrong), largest: 1_000_000 }), {
    concerns,
    timeoutMs: 30_000,
  });

describe(`${wrongBlobs.length} blob stores that are wrong on purpose`, { timeout: 120_000 }, () => {
  test("a store that is right passes", async () => {
    const results = await run((right: Blobs) => right, ["keeping", "separating", "racing"]);
    expect(results.filter(({ outcome }) => outcome !== "passed")).toEqual([]);
    expect(results.length).toBeGreaterThan(20);
  });

  for (const { title, concern, wrong } of wrongBlobs)
    test(`${title}: noticed by "${concern}"`, async () => {
      const results = await run(wrong, [concern]);
      const failed = results.filter(({ outcome }) => outcome === "failed");
      expect(failed.length, `no check of "${concern}" notices: ${title}`).toBeGreaterThan(0);
      console.info(`${title}: ${failed.length} of ${results.length}, such as "${failed[0]?.title}"`);
    });
});
