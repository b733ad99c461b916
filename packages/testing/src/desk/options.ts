import type { Storage } from "@heedkit/core";
import type { HostTransaction } from "../storage/options.ts";

/** What {@link deskSuite} needs to know of a storage adapter. */
export interface DeskSuiteOptions {
  /** Names the suite: `memory`, `sqlite`. */
  readonly name: string;
  /** Opens a storage without rows. Called once for each test. */
  create(): Promise<Storage> | Storage;
  /** Removes what `create` made, after the storage was closed. Default: nothing. */
  dispose?(storage: Storage): Promise<void> | void;
  /**
   * Begins a transaction of the host beside which others can write. Default: transactions that stay open are not tested,
   * as on a database with one writer.
   */
  beginHostTransaction?(storage: Storage): Promise<HostTransaction>;
}
