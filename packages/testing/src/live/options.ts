import type { Live } from "@heedkit/core";

/** A carrier of live updates for one test. */
export interface LiveWorld {
  /** One process's side of it. A carrier within one process returns the same one each time. */
  open(report: (error: unknown, what: string) => void): Live;
  /** Ends every connection at the server. Omit if there are none. */
  disconnect?(): Promise<void>;
  /** Removes what the test left behind, after all were closed. Default: nothing. */
  dispose?(): Promise<void>;
}

/** What `liveSuite` needs to know about a carrier of live updates. */
export interface LiveSuiteOptions {
  /** Names the suite: `redis`, `postgres`. */
  readonly name: string;
  /** Called once for each test. */
  create(): Promise<LiveWorld> | LiveWorld;
}
