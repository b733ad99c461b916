import { describe } from "vitest";
import type { DeskSuiteOptions } from "./options.ts";
import { receivingTests } from "./receiving.ts";
import { threadingTests } from "./threading.ts";

/**
 * How a whole desk behaves on a storage, through `createSupport` and nothing else. Call it in a test file of vitest.
 *
 * ```ts
 * deskSuite({ name: "memory", create: memoryStorage });
 * ```
 */
export function deskSuite(options: DeskSuiteOptions): void {
  describe(`desk on ${options.name}`, () => {
    receivingTests(options);
    threadingTests(options);
  });
}
