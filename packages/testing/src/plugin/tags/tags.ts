import { definePlugin } from "@heedkit/core";
import { counting, jobs } from "./counting.ts";
import * as operations from "./operations.ts";
import { tagsBackfills, tagsCounted, tagsCounts } from "./tables.ts";

/** Counts cases by tag, including those older than the plugin. */
export const tags = definePlugin({
  id: "tags",
  tables: [tagsCounts, tagsCounted, tagsBackfills],
  operations,
  derivations: [counting],
  jobs,
  permissions: { "tags.read": ["agent", "bot"], "tags.manage": [] },
});
