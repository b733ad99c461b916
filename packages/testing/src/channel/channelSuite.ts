import { announceSkips } from "../checks/announceSkips.ts";
import { describe, isGathering } from "../checks/checks.ts";
import { arrivingTests } from "./arriving.ts";
import { deliveryTests } from "./delivering.ts";
import type { ChannelSuiteOptions } from "./options.ts";
import { trustTests } from "./trust.ts";
import { truthTests } from "./truth.ts";
import { understandingTests } from "./understanding.ts";

const longestTestMs = 60_000;

/**
 * What every connector must do, against a real local provider. Call it in a vitest test file. A test is skipped only if
 * `has` says that the connector or provider lacks a feature; skipped tests say so in their titles and are counted in the
 * output.
 *
 * ```ts
 * channelSuite({ name: "pager", open: openPager, has: { verify: true, retryAfter: true, idempotencyKeys: true } });
 * ```
 */
export function channelSuite(options: ChannelSuiteOptions): void {
  const title = `channel: ${options.name}`;
  const register = () => {
    for (const concern of [truthTests, trustTests, understandingTests, arrivingTests, deliveryTests])
      concern(options);
  };
  describe(title, register, longestTestMs);
  if (!isGathering()) announceSkips(title, register);
}
