import type { Storage } from "@heedkit/core";
import { describe } from "vitest";
import { goingOnTests } from "./goingOn.ts";
import firstDesk from "./recorded/first-desk.json" with { type: "json" };
import { readRecording } from "./recordedDesk.ts";
import { tableTests } from "./tables.ts";

/** What {@link migrationSuite} needs to know of a storage adapter. */
export interface MigrationSuiteOptions {
  /** Names the suite: `sqlite`, `postgres`. */
  readonly name: string;
  /** Opens a storage without tables. Called once for each test. */
  create(): Promise<Storage> | Storage;
  /** Opens what `create` created again, once it was closed: as an upgraded process does. */
  openAgain(closed: Storage): Promise<Storage> | Storage;
  /** Removes what `create` made, after the last storage on it was closed. Default: nothing. */
  dispose?(storage: Storage): Promise<void> | void;
}

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
