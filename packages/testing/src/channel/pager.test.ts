import { channelSuite } from "./channelSuite.ts";
import { pagerChannel } from "./testing/pagerChannel.ts";
import { openPager } from "./testing/pagerProvider.ts";

channelSuite({
  name: "pager",
  open: (options) => openPager(pagerChannel, options),
  has: { verify: true, retryAfter: true, idempotencyKeys: true },
});
