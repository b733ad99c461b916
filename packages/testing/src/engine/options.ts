import type { JobEngine, Storage } from "@heedkit/core";

/** A separate queue for one test, on the engine's server. */
export interface TestQueue {
  /** An engine for one process. Engines of one queue share what is published. */
  engine(): JobEngine;
  /** Loses every ticket in the queue, like a server that restarts empty. */
  flush(): Promise<void>;
  /** Ends every connection of the engines, at the server. Omit if there are none. */
  disconnect?(): Promise<void>;
  /** Removes the queue after the test. Default: nothing. */
  dispose?(): Promise<void>;
}

/** What {@link engineSuite} needs to know about a job engine. */
export interface EngineSuiteOptions {
  /** Names the suite: `pg-boss`, `bullmq`. */
  readonly name: string;
  /** Creates a queue. Called once for each test. */
  create(): Promise<TestQueue> | TestQueue;
  /** Creates the storage that the processes of a test share. Default: in memory. */
  storage?(): Promise<Storage> | Storage;
}
