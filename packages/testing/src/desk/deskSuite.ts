import { describe } from "vitest";
import { deliveryTests } from "./deliveries.ts";
import { followUpTests } from "./followUps.ts";
import { noteTests } from "./notes.ts";
import type { DeskSuiteOptions } from "./options.ts";
import { receivingTests } from "./receiving.ts";
import { replyTests } from "./replies.ts";
import { statusTests } from "./statuses.ts";
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
    replyTests(options);
    deliveryTests(options);
    noteTests(options);
    statusTests(options);
    followUpTests(options);
  });
}
