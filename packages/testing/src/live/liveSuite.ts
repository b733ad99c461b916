import type { Live } from "@heedkit/core";
import { describe } from "vitest";
import { carryingTests } from "./carrying.ts";
import { listeningTests } from "./listening.ts";

/** A carrier of live updates for one test. */
export interface LiveWorld {
  /** One process's side of it. A carrier within one process returns the same one each time. */
  open(report: (error: unknown, what: string) => void): Live;
  /** Ends every connection at the server. Omit if there are none. */
  disconnect?(): Promise<void>;
  /** Removes what the test left behind, after all were closed. Default: nothing. */
  dispose?(): Promise<void>;
}

/** What {@link liveSuite} needs to know about a carrier of live updates. */
export interface LiveSuiteOptions {
  /** Names the suite: `redis`, `postgres`. */
  readonly name: string;
  /** Called once for each test. */
  create(): Promise<LiveWorld> | LiveWorld;
}

/** What `Live` promises, between two processes and across broken connections. Call it in a vitest test file. */
export function liveSuite(options: LiveSuiteOptions): void {
  describe(`live updates over ${options.name}`, () => {
    carryingTests(options);
    listeningTests(options);
  });
}
