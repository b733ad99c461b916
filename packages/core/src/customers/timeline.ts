import * as z from "zod";
import { type Read, shape } from "../kernel/index.ts";
import { activities } from "./schema.ts";

/** An entry of a customer's timeline, on any channel. */
export interface TimelineEntry {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly kind: string;
  readonly id: string;
  readonly caseId: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

export const timelineView = shape(
  "Timeline",
  z.array(
    z.object({
      at: z.int(),
      kind: z.string(),
      id: z.string(),
      caseId: z.string().nullable(),
      data: z.record(z.string(), z.unknown()),
    }),
  ) as z.ZodType<readonly TimelineEntry[]>,
);

/** A position in the timeline: entries are ordered by time, and within a millisecond by id. */
export type TimelinePlace = Pick<TimelineEntry, "at" | "id">;

/**
 * A room's part of the timeline: its newest entries of these customers before a position, by time and id, both
 * descending.
 */
export type TimelineSource = (
  read: Read,
  query: { readonly customerIds: readonly string[]; readonly before: TimelinePlace; readonly limit: number },
) => Promise<readonly TimelineEntry[]>;

declare module "../kernel/sources.ts" {
  interface Sources {
    readonly timeline: TimelineSource;
  }
}

/** The order of the history, for sources. */
export const newestFirst = [
  { field: "at", direction: "descending" },
  { field: "id", direction: "descending" },
] as const;

export const activityTimeline: TimelineSource = async (read, { customerIds, before, limit }) => {
  const rows = await read.find(activities, {
    where: { field: "customerId", in: customerIds },
    orderBy: newestFirst,
    after: [before.at, before.id],
    limit,
  });
  return rows.map(({ id, at, type, data }) => ({ at, kind: `activity.${type}`, id, caseId: null, data }));
};

/** The newest entries of all sources, merged, newest first. */
export async function mergeTimeline(
  read: Read,
  query: Parameters<TimelineSource>[1],
): Promise<readonly TimelineEntry[]> {
  const parts = await Promise.all(read.sources("timeline").map((source) => source(read, query)));
  return parts
    .flat()
    .sort((left, right) => right.at - left.at || (left.id < right.id ? 1 : -1))
    .slice(0, query.limit);
}
