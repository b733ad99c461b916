import type { Storage } from "@heedkit/core";

/** What `migrationSuite` needs to know of a storage adapter. */
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
