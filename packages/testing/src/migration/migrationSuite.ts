import { describe } from "vitest";
import { goingOnTests } from "./goingOn.ts";
import type { MigrationSuiteOptions } from "./options.ts";
import firstDesk from "./recorded/first-desk.json" with { type: "json" };
import { readRecording } from "./recordedDesk.ts";
import { tableTests } from "./tables.ts";

/**
 * Whether a desk goes on with the tables and rows that an earlier version left behind: they are recorded with this
 * package, and made through the adapter itself. Call it in a test file of vitest.
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
