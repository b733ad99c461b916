import { memoryStorage } from "@heedkit/core/memory";
import { describe, expect, test } from "vitest";
import { runChecks } from "../checks/runChecks.ts";
import { claimingMutants } from "./mutants/claiming.ts";
import { insideMutants } from "./mutants/inside.ts";
import { livingMutants } from "./mutants/living.ts";
import type { Mutant } from "./mutants/mutant.ts";
import { readingMutants } from "./mutants/reading.ts";
import { valueMutants } from "./mutants/values.ts";
import { writingMutants } from "./mutants/writing.ts";
import { storageSuite } from "./storageSuite.ts";

const mutants: readonly Mutant[] = [
  ...readingMutants,
  ...insideMutants,
  ...writingMutants,
  ...claimingMutants,
  ...valueMutants,
  ...livingMutants,
];

const run = (wrong: Mutant["wrong"], concerns: readonly string[]) =>
  runChecks(
    () =>
      storageSuite({
        name: "mutant",
        create: () => wrong(memoryStorage()),
        capabilities: { hostTransactions: false, durable: false, shared: false },
      }),
    { concerns, timeoutMs: 5000 },
  );

describe(`${mutants.length} storages that are wrong on purpose`, { timeout: 60_000 }, () => {
  test("a storage that is right passes the concerns that have to notice them", async () => {
    const concerns = [...new Set(mutants.map(({ concern }) => concern))];
    const results = await run((inner) => inner, concerns);
    expect(results.filter(({ outcome }) => outcome === "failed")).toEqual([]);
    expect(new Set(results.map(({ concern }) => concern))).toEqual(new Set(concerns));
  });
  for (const { title, concern, wrong } of mutants)
    test(`${title}: noticed by "${concern}"`, async () => {
      const results = await run(wrong, [concern]);
      const failed = results.filter(({ outcome }) => outcome === "failed");
      expect(failed.length, `no check of "${concern}" notices: ${title}`).toBeGreaterThan(0);
      console.info(`${title}: ${failed.length} of ${results.length}, such as "${failed[0]?.title}"`);
    });
});
