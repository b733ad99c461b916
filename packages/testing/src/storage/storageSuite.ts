import { announceSkips } from "../checks/announceSkips.ts";
import { describe, isGathering } from "../checks/checks.ts";
import { aggregateTests } from "./aggregates.ts";
import { atomicityTests } from "./atomicity.ts";
import { claimRaceTests } from "./claimRaces.ts";
import { claimTests } from "./claims.ts";
import { concurrentCommitTests } from "./concurrentCommits.ts";
import { conditionTests } from "./conditions.ts";
import { fidelityTests } from "./fidelity.ts";
import { filterTests } from "./filters.ts";
import { guardedWriteTests } from "./guardedWrites.ts";
import { hostTransactionTests } from "./hostTransactions.ts";
import { injectionTests } from "./injection.ts";
import { jsonPathTests } from "./jsonPaths.ts";
import { largeValueTests } from "./largeValues.ts";
import { lifeTests } from "./life.ts";
import { modelTests } from "./model.ts";
import { naughtyStringTests } from "./naughtyStrings.ts";
import { nullAndCaseTests } from "./nullAndCase.ts";
import { requireMeans, type StorageSuiteOptions } from "./options.ts";
import { pagingTests } from "./paging.ts";
import { refusalTests } from "./refusals.ts";
import { rowTests } from "./rows.ts";
import { schemaTests } from "./schemas.ts";
import { searchTests } from "./searching.ts";
import { sequenceTests } from "./sequences.ts";
import { tenancyTests } from "./tenancy.ts";
import { uniqueKeyTests } from "./uniqueKeys.ts";
import { upsertTests } from "./upserts.ts";

/** Some tests commit several hundred times, which takes a while on a busy machine. */
const longestTestMs = 60_000;

/** The concerns, in the order in which an adapter's author gets them right. */
const concerns = [
  lifeTests,
  schemaTests,
  rowTests,
  filterTests,
  jsonPathTests,
  nullAndCaseTests,
  pagingTests,
  refusalTests,
  guardedWriteTests,
  uniqueKeyTests,
  upsertTests,
  atomicityTests,
  concurrentCommitTests,
  claimTests,
  claimRaceTests,
  sequenceTests,
  aggregateTests,
  searchTests,
  conditionTests,
  tenancyTests,
  fidelityTests,
  naughtyStringTests,
  largeValueTests,
  injectionTests,
  hostTransactionTests,
  modelTests,
];

/**
 * What every storage adapter must do. Call it in a vitest test file. A test is skipped only if `capabilities` says that
 * the adapter can't do it, or if a list of strings is missing; skipped tests say why in their titles and are counted in
 * the output.
 *
 * ```ts
 * storageSuite({ name: "memory", create: memoryStorage, capabilities: { durable: false, ... } });
 * ```
 */
export function storageSuite(options: StorageSuiteOptions): void {
  requireMeans(options);
  const title = `storage: ${options.name}`;
  const register = () => {
    for (const concern of concerns) concern(options);
  };
  describe(title, register, longestTestMs);
  if (!isGathering()) announceSkips(title, register);
}
