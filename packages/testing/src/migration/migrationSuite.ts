import { describe } from "vitest";
import { goingOnTests } from "./goingOn.ts";
import type { MigrationSuiteOptions } from "./options.ts";
import firstDesk from "./recorded/first-desk.json" with { type: "json" };
import { readRecording } from "./recordedDesk.ts";
import { tableTests } from "./tables.ts";

/**
 * Tests that a desk continues with the tables and rows of earlier versions, which are recorded in this package and created
 * through the adapter itself. Call it in a vitest test file.
 *
 * ```ts
 * migrationSuite({ name: "sqlite", create, openAgain, dispose });
 * ```
 */
export function migrationSuite(options: MigrationSuiteOptions): void {
  const recorded = { "the first desk": readRecording(firstDesk) };
  for (const [name, desk] of Object.entries(recorded)) {
    describe(`upgrade of ${name} on ${options.name}`, () => {
      tableTests(options, desk);
      goingOnTests(options, desk);
    });
  }
}
