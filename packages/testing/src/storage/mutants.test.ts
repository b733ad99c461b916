import type { Storage } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import { describe, expect, test } from "vitest";
import { runChecks } from "../checks/runChecks.ts";
import { claimingMutants } from "./mutants/claiming.ts";
import { insideMutants } from "./mutants/inside.ts";
import { tableMutants } from "./mutants/lenient.ts";
import { livingMutants } from "./mutants/living.ts";
import type { Mutant } from "./mutants/mutant.ts";
import { readingMutants } from "./mutants/reading.ts";
import { replicated, type SharedLog } from "./mutants/replicated.ts";
import { type SharingMutant, sharingMutants } from "./mutants/sharing.ts";
import { twoStepMutants } from "./mutants/twoSteps.ts";
import { upsertMutants } from "./mutants/upserting.ts";
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
  ...tableMutants,
  ...twoStepMutants,
  ...upsertMutants,
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
  for (const { title, concern, check, wrong } of mutants)
    test(`${title}: noticed by "${concern}"`, async () => {
      const results = await run(wrong, [concern]);
      const failed = results.filter(({ outcome }) => outcome === "failed");
      expect(failed.length, `no check of "${concern}" notices: ${title}`).toBeGreaterThan(0);
      if (check !== undefined) expect(failed.map((one) => one.title)).toEqual([check]);
      console.info(`${title}: ${failed.length} of ${results.length}, such as "${failed[0]?.title}"`);
    });
});

describe(`${sharingMutants.length} storages that are wrong about others over the same data`, {
  timeout: 60_000,
}, () => {
  const runShared = (faults: SharingMutant["faults"]) => {
    const logs = new Map<Storage, SharedLog>();
    const open = (log: SharedLog) => {
      const storage = replicated(log, faults);
      logs.set(storage, log);
      return storage;
    };
    return runChecks(
      () =>
        storageSuite({
          name: "shared mutant",
          create: () => open([]),
          openAgain: (storage) => open(logs.get(storage) ?? []),
          capabilities: { search: false, hostTransactions: false, durable: false, shared: true },
        }),
      { concerns: ["concurrent commits"], timeoutMs: 5000 },
    );
  };
  const failedOf = async (faults: SharingMutant["faults"]) =>
    (await runShared(faults)).filter(({ outcome }) => outcome === "failed").map(({ title }) => title);

  test("one that is right passes", async () => {
    expect(await failedOf({})).toEqual([]);
  });
  for (const { title, check, faults } of sharingMutants)
    test(`${title}: noticed by "${check}"`, async () => {
      expect(await failedOf(faults)).toContain(check);
    });
});
