import type { Storage, StorageCapabilities } from "@heedkit/core";

/** A transaction that the suite begins as a host would, on a separate connection. */
export interface HostTransaction {
  /** The argument for `storage.within`. */
  readonly handle: unknown;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/** An adapter under test. */
export interface StorageSuiteOptions {
  /** Name of the adapter, for the report. */
  readonly name: string;
  /** A new, empty storage. Called once for each group of tests. */
  create(): Promise<Storage> | Storage;
  /** Closes what `create` made and removes its data. Default: `storage.close()`. */
  dispose?(storage: Storage): Promise<void>;
  /**
   * What the adapter supports; default: everything. Tests of what it doesn't support are skipped, and the adapter must
   * declare the same.
   */
  readonly capabilities?: Partial<StorageCapabilities>;
  /** Another storage over the same data, as a second process would open it. Required if `durable` or `shared`. */
  openAgain?(storage: Storage): Promise<Storage> | Storage;
  /** Begins a transaction on the storage's database. Required if `hostTransactions`. */
  beginHostTransaction?(storage: Storage): Promise<HostTransaction> | HostTransaction;
}

/** The options' capabilities with the defaults filled in. */
export function capabilitiesOf({ capabilities }: StorageSuiteOptions): StorageCapabilities {
  return { search: true, hostTransactions: true, durable: true, shared: true, ...capabilities };
}

/** Throws if the suite can't test what the adapter claims to support. */
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
