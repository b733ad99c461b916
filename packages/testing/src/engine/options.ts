import type { JobEngine, Storage } from "@heedkit/core";

/** A queue of its own for one test, in the server that the engine is for. */
export interface TestQueue {
  /** An engine for one process. Engines of one queue share what is published. */
  engine(): JobEngine;
  /** Loses every ticket that the queue holds, as a server does that restarts without its memory. */
  flush(): Promise<void>;
  /** Ends every connection of the engines, at the server. Left out where there are none. */
  disconnect?(): Promise<void>;
  /** Removes the queue after the test. Default: nothing. */
  dispose?(): Promise<void>;
}

/** What {@link engineSuite} needs to know of a job engine. */
export interface EngineSuiteOptions {
  /** Names the suite: `pg-boss`, `bullmq`. */
  readonly name: string;
  /** Makes a queue. Called once for each test. */
  create(): Promise<TestQueue> | TestQueue;
  /** Makes the storage that the processes of a test share. Default: in memory. */
  storage?(): Promise<Storage> | Storage;
}
