import * as z from "zod";
import type { RowOf } from "../../ports/index.ts";
import { defineAppendOnlyTable, instant } from "../table.ts";

/** One row for each commit that has events, until they get their positions. */
export const eventCommits = defineAppendOnlyTable("eventCommits", {
  comment: "Commits whose events have no position yet. A row goes when eventPages names its events.",
  idPrefix: "cmt",
  fields: {
    eventIds: z.array(z.string()).describe("In the order in which they were emitted."),
    ranks: z
      .record(z.string(), z.number())
      .describe("By the id of a row: the version it wrote, or the one it read plus a half."),
  },
  personal: "none",
});

/** The events of a tenant in the order of their commits: numbered 1, 2, 3 ... without a gap. */
export const eventPages = defineAppendOnlyTable("eventPages", {
  comment: "Positions of events, in the order in which they were committed. Never changed.",
  idPrefix: "epg",
  fields: {
    firstPosition: z.int().describe("Of the first event; the others follow without a gap."),
    eventIds: z.array(z.string()),
    createdAt: instant(),
  },
  // Of two processes that hand out the same positions, one is refused.
  unique: { firstPosition: ["firstPosition"] },
  personal: "none",
});

export type EventCommit = RowOf<typeof eventCommits>;
export type EventPage = RowOf<typeof eventPages>;

/** The position of the last event of a page. */
export function lastPosition({ firstPosition, eventIds }: EventPage): number {
  return firstPosition + eventIds.length - 1;
}
