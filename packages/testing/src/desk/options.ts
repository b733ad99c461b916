import type { Storage } from "@heedkit/core";
import type { HostTransaction } from "../storage/options.ts";

/** What {@link deskSuite} needs to know about a storage adapter. */
export interface DeskSuiteOptions {
  /** Names the suite: `memory`, `sqlite`. */
  readonly name: string;
  /** Opens a storage without rows. Called once for each test. */
  create(): Promise<Storage> | Storage;
  /** Removes what `create` made, after the storage was closed. Default: nothing. */
  dispose?(storage: Storage): Promise<void> | void;
  /**
   * Begins a host transaction that lets others write at the same time. Default: open transactions are not tested, as on a
   * database with a single writer.
   */
  beginHostTransaction?(storage: Storage): Promise<HostTransaction>;
}
