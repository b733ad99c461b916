import { definePlugin } from "@heedkit/core";
import { counting, countOld, recount, tidying } from "./counting.ts";
import * as operations from "./operations.ts";
import { tagsCounted, tagsCounts } from "./tables.ts";

/** Counts cases by tag, including those older than the plugin. */
export const tags = definePlugin({
  id: "tags",
  actsAs: ["system"],
  tables: [tagsCounts, tagsCounted],
  operations,
  derivations: [counting],
  migrations: [countOld],
  walks: [recount],
  schedules: [tidying],
  permissions: { "tags.read": ["agent", "bot"], "tags.manage": [] },
});
