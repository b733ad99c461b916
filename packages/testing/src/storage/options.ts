import type { Storage, StorageCapabilities } from "@heedkit/core";

/** A transaction that the suite begins the way a host would, on a connection of its own. */
export interface HostTransaction {
  /** What `storage.within` takes. */
  readonly handle: unknown;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/** An adapter under test. */
export interface StorageSuiteOptions {
  /** Of the adapter, for the report. */
  readonly name: string;
  /** A new, empty storage. Called once for each group of tests. */
  create(): Promise<Storage> | Storage;
  /** Closes what `create` made and takes its data away. Default: `storage.close()`. */
  dispose?(storage: Storage): Promise<void>;
  /**
   * What the adapter cannot do; default: it can do everything. Tests of what it cannot are skipped, and that it says
   * the same of itself is tested.
   */
  readonly capabilities?: Partial<StorageCapabilities>;
  /** Another storage over the same data, as a second process would open it. Needed where `durable` or `shared`. */
  openAgain?(storage: Storage): Promise<Storage> | Storage;
  /** Begins a transaction on the storage's database. Needed where `hostTransactions`. */
  beginHostTransaction?(storage: Storage): Promise<HostTransaction> | HostTransaction;
}

/** The options' capabilities with the defaults filled in. */
export function capabilitiesOf({ capabilities }: StorageSuiteOptions): StorageCapabilities {
  return { search: true, hostTransactions: true, durable: true, shared: true, ...capabilities };
}

/** Throws when the suite could not test what the adapter says it can do. */
export function requireMeans(options: StorageSuiteOptions): void {
  const { durable, shared, hostTransactions } = capabilitiesOf(options);
  if ((durable || shared) && options.openAgain === undefined)
    throw new Error(
      `Give the suite of "${options.name}" openAgain, or say that it is neither durable nor shared.`,
    );
  if (hostTransactions && options.beginHostTransaction === undefined)
    throw new Error(
      `Give the suite of "${options.name}" beginHostTransaction, or say hostTransactions: false.`,
    );
}
