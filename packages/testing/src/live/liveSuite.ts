import { describe } from "vitest";
import { carryingTests } from "./carrying.ts";
import { listeningTests } from "./listening.ts";
import type { LiveSuiteOptions } from "./options.ts";

/** What `Live` promises, between two processes and over broken connections. Call it in a test file of vitest. */
export function liveSuite(options: LiveSuiteOptions): void {
  describe(`live updates over ${options.name}`, () => {
    carryingTests(options);
    listeningTests(options);
  });
}
