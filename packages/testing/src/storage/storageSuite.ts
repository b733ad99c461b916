import { describe } from "vitest";
import { aggregateTests } from "./aggregates.ts";
import { claimTests } from "./claims.ts";
import { conflictTests } from "./conflicts.ts";
import { fidelityTests } from "./fidelity.ts";
import { filterTests } from "./filters.ts";
import { hostTransactionTests } from "./hostTransactions.ts";
import { injectionTests } from "./injection.ts";
import { lifeTests } from "./life.ts";
import { modelTests } from "./model.ts";
import { requireMeans, type StorageSuiteOptions } from "./options.ts";
import { pagingTests } from "./paging.ts";
import { refusalTests } from "./refusals.ts";
import { rowTests } from "./rows.ts";
import { schemaTests } from "./schemas.ts";
import { searchTests } from "./searching.ts";
import { sequenceTests } from "./sequences.ts";
import { tenancyTests } from "./tenancy.ts";

/** Some tests commit some hundred times; a busy machine may take its time for it. */
const longestTestMs = 60_000;

/**
 * What every storage adapter must do. Call it in a test file of vitest; a test is skipped only where
 * `capabilities` says that the adapter cannot do it.
 *
 * ```ts
 * storageSuite({ name: "memory", create: memoryStorage, capabilities: { durable: false, ... } });
 * ```
 */
export function storageSuite(options: StorageSuiteOptions): void {
  requireMeans(options);
  describe(`storage: ${options.name}`, { timeout: longestTestMs }, () => {
    lifeTests(options);
    rowTests(options);
    filterTests(options);
    pagingTests(options);
    refusalTests(options);
    conflictTests(options);
    claimTests(options);
    sequenceTests(options);
    aggregateTests(options);
    searchTests(options);
    tenancyTests(options);
    fidelityTests(options);
    injectionTests(options);
    schemaTests(options);
    hostTransactionTests(options);
    modelTests(options);
  });
}
