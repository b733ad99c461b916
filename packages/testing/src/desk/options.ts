import type { Storage } from "@heedkit/core";

/** What {@link deskSuite} needs to know of a storage adapter. */
export interface DeskSuiteOptions {
  /** Names the suite: `memory`, `sqlite`. */
  readonly name: string;
  /** Opens a storage without rows. Called once for each test. */
  create(): Promise<Storage> | Storage;
  /** Removes what `create` made, after the storage was closed. Default: nothing. */
  dispose?(storage: Storage): Promise<void> | void;
}
