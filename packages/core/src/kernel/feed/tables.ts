import * as z from "zod";
import type { RowOf } from "../../ports/index.ts";
import { defineAppendOnlyTable, instant } from "../table.ts";

/** One row for each commit that has events, until they get their positions. */
export const eventCommits = defineAppendOnlyTable("eventCommits", {
  comment: "Commits whose events have no position yet. A row is removed once eventPages lists its events.",
  idPrefix: "cmt",
  fields: {
    eventIds: z.array(z.string()).describe("In the order in which they were emitted."),
    ranks: z
      .record(z.string(), z.number())
      .describe("By row id: the version that was written, or the version that was read plus a half."),
  },
  personal: "none",
});

/** The events of a tenant in commit order, numbered 1, 2, 3 ... without gaps. */
export const eventPages = defineAppendOnlyTable("eventPages", {
  comment: "Positions of events, in commit order. Append-only.",
  idPrefix: "epg",
  fields: {
    firstPosition: z.int().describe("Position of the first event; the others follow without gaps."),
    eventIds: z.array(z.string()),
    createdAt: instant(),
  },
  // If two processes assign the same positions, one is rejected.
  unique: { firstPosition: ["firstPosition"] },
  personal: "none",
});

export type EventCommit = RowOf<typeof eventCommits>;
export type EventPage = RowOf<typeof eventPages>;

/** The position of the last event of a page. */
export function lastPosition({ firstPosition, eventIds }: EventPage): number {
  return firstPosition + eventIds.length - 1;
}
