import * as z from "zod";
import {
  type FailedSource,
  failedSources,
  type Output,
  type Read,
  type SourceTraits,
  shapeForAll,
} from "../kernel/index.ts";

/** An entry of a customer's timeline, on any channel. */
export interface TimelineEntry {
  /** Epoch milliseconds. */
  readonly at: number;
  /** What it is: `message.in`, `activity.purchase`, or what a plugin says, which begins with the plugin's id. */
  readonly kind: string;
  readonly id: string;
  readonly caseId: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A page of a customer's history, newest first. */
export interface Timeline {
  readonly rows: readonly TimelineEntry[];
  /** Give it as `before` for what is older; null at the end. */
  readonly next: TimelinePlace | null;
  /** Sources that failed or took too long. What the others know is there. */
  readonly failed: readonly FailedSource[];
}

const place = z.object({ at: z.int(), id: z.string() });

export const timelineView = shapeForAll(
  "Timeline",
  z.object({
    rows: z.array(
      z.object({
        at: z.int(),
        kind: z.string(),
        id: z.string(),
        caseId: z.string().nullable(),
        data: z.record(z.string(), z.unknown()),
      }),
    ),
    next: place.nullable(),
    failed: failedSources,
  }) as z.ZodType<Timeline>,
);

/** A position in the timeline: entries are ordered by time, and within a millisecond by id. */
export type TimelinePlace = Pick<TimelineEntry, "at" | "id">;

export interface TimelineQuestion {
  /** The ids of the customer and of those that were merged into it. */
  readonly customerIds: readonly string[];
  /** Only entries that are older. */
  readonly before: TimelinePlace;
  /** Most entries, the newest ones. */
  readonly limit: number;
}

/** An entry as a source gives it: a row, which the source's view shows. */
export interface TimelineRow<Row> extends Omit<TimelineEntry, "data"> {
  readonly row: Row;
}

/** Part of the history of customers. Made by {@link defineTimelineSource}. */
export interface TimelineSource<Row = unknown> extends SourceTraits {
  /**
   * What is shown of a row, as the `data` of its entry. Customers are shown entries where it has columns for them; of other
   * sources they are shown nothing.
   */
  readonly view: Output<Row, unknown, unknown>;
  /** The newest entries before a place, by moment and then by id, both descending. Others are left out. */
  find(
    read: Read,
    question: TimelineQuestion,
    signal: AbortSignal,
  ): Promise<readonly TimelineRow<Row>[]> | readonly TimelineRow<Row>[];
}

declare module "../kernel/sources.ts" {
  interface Sources {
    readonly timeline: TimelineSource;
  }
}

/**
 * Makes a source for the timeline of customers, keeping the row type to itself.
 *
 * ```ts
 * const answers = defineTimelineSource({
 *   name: "stars.answers",
 *   view: starsView,
 *   async find(read, { customerIds, before, limit }) {
 *     const rows = await read.find(ratings, { where: { field: "customerId", in: customerIds }, orderBy: newestFirst, after: [before.at, before.id], limit });
 *     return rows.map((row) => ({ at: row.at, id: row.id, kind: "stars.answered", caseId: row.caseId, row }));
 *   },
 * });
 * ```
 */
export function defineTimelineSource<Row>(source: TimelineSource<Row>): TimelineSource {
  // It is shown rows of its own only.
  return source as TimelineSource<unknown>;
}

/** The order of the history, for sources. */
export const newestFirst = [
  { field: "at", direction: "descending" },
  { field: "id", direction: "descending" },
] as const;
