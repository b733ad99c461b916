import type { Blobs } from "@heedkit/core";

/** A blob store for one test: a directory, a prefix of a bucket. */
export interface BlobsWorld {
  /** Opens it as a process does. What is opened twice holds the same bytes. */
  open(): Promise<Blobs> | Blobs;
  /** Opens another store beside it, on the same disk or in the same bucket, with nothing in common. */
  openBeside?(): Promise<Blobs> | Blobs;
  /**
   * Begins to put bytes and is killed, or loses its connection, at a moment of its own choice: before, while or after it
   * writes. Resolves once it is gone.
   */
  interruptPut?(key: string, bytes: Uint8Array): Promise<void>;
  /** Removes what the test left behind. Default: nothing. */
  dispose?(): Promise<void>;
}

/** What `blobsSuite` needs to know about a blob store. */
export interface BlobsSuiteOptions {
  /** Names the suite: `disk`, `s3`. */
  readonly name: string;
  /** Called once for each test. */
  create(): Promise<BlobsWorld> | BlobsWorld;
  /** What its worlds offer; checks of the rest are skipped. Default: everything. */
  readonly has?: {
    readonly openBeside?: boolean;
    readonly interruptPut?: boolean;
    /** False for a service that writes in place, so that puts at once under one key may leave a mixture. */
    readonly atomicPuts?: boolean;
  };
  /** Most bytes that a check stores at once. Default 20 MiB. */
  readonly largest?: number;
}
