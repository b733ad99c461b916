import type { Live } from "@heedkit/core";

/** One place that carries live updates, for one test. */
export interface LiveWorld {
  /** What one process has of it. A carrier within one process gives the same one each time. */
  open(report: (error: unknown, what: string) => void): Live;
  /** Ends every connection at the server. Left out where there are none. */
  disconnect?(): Promise<void>;
  /** Removes what the test left behind, after all were closed. Default: nothing. */
  dispose?(): Promise<void>;
}

/** What `liveSuite` needs to know of a carrier of live updates. */
export interface LiveSuiteOptions {
  /** Names the suite: `redis`, `postgres`. */
  readonly name: string;
  /** Called once for each test. */
  create(): Promise<LiveWorld> | LiveWorld;
}
