import { describe, expect, test } from "vitest";
import { runChecks } from "../checks/runChecks.ts";
import { channelSuite } from "./channelSuite.ts";
import { openPager } from "./testing/pagerProvider.ts";
import { wrongPagers } from "./testing/wrongPagers.ts";

describe(`${wrongPagers.length} connectors that are wrong on purpose`, { timeout: 60_000 }, () => {
  for (const { title, concern, connect } of wrongPagers)
    test(`${title}: noticed by "${concern}"`, async () => {
      const results = await runChecks(
        () =>
          channelSuite({
            name: "wrong pager",
            open: (options) => openPager(connect, options),
            has: { verify: true, retryAfter: true, idempotencyKeys: true },
          }),
        { concerns: [concern] },
      );
      const failed = results.filter(({ outcome }) => outcome === "failed");
      expect(failed.length, `no check of "${concern}" notices: ${title}`).toBeGreaterThan(0);
      console.info(`${title}: ${failed.length} of ${results.length}, such as "${failed[0]?.title}"`);
    });
});
