import * as z from "zod";
import type { Filter, Instant, Job, RowOf } from "../ports/index.ts";
import { jobLanes, placeOf } from "./lanes.ts";
import { defineAppendOnlyTable, instant } from "./table.ts";

/** Jobs are guarded by their fence rather than a version. A finished job's row is deleted; a dead one stays. */
export const jobs = defineAppendOnlyTable("jobs", {
  comment: "Background work. A row is removed when its effects are committed; dead jobs stay for inspection.",
  idPrefix: "job",
  fields: {
    kind: z.string(),
    data: z.record(z.string(), z.unknown()),
    key: z.string().nullable().describe("At most one waiting job has the same key."),
    lane: z
      .enum(jobLanes)
      .nullable()
      .describe("Which jobs it queues with; null in rows from before there were lanes."),
    dueAt: instant().nullable(),
    placeAt: instant()
      .nullable()
      .describe("Its place in the lane: its due time, minus ten minutes for each step of priority."),
    priority: z.int().nullable().describe("0 to 9, the highest first; null counts as 0."),
    leasedUntil: instant().nullable(),
    publishedUntil: instant()
      .nullable()
      .describe("Until when its ticket counts as waiting in an external queue."),
    rate: z
      .object({ key: z.string(), limit: z.int(), perMs: z.int() })
      .nullable()
      .describe("How many jobs of the key may start in each period; null for no limit."),
    fence: z.int().describe("Increases with each claim, so that an earlier holder's commit is rejected."),
    fenceBase: z
      .int()
      .describe(
        "Claims that don't count as attempts: before a replay, to publish, or postponed by a rate limit.",
      ),
    diedAt: instant().nullable(),
    failures: z.array(z.object({ at: z.int(), attempt: z.int(), code: z.string(), message: z.string() })),
    createdAt: instant(),
    correlationId: z.string(),
  },
  unique: { key: ["key"] },
  indexes: { lanes: ["lane", "placeAt"], turns: ["tenantId", "lane", "placeAt"] },
  sparseIndexes: { published: ["publishedUntil"], dead: ["diedAt"] },
  personal: { subject: { mentions: "data" }, rows: "erase" },
});

export type JobRow = RowOf<typeof jobs>;

/** Jobs that are not dead. */
export const isAlive: Filter<JobRow> = { field: "diedAt", is: null };

/** A job whose due time changes, with the same lane and priority. */
export function postponed(row: JobRow, dueAt: Instant): Partial<JobRow> {
  return { dueAt, lane: row.lane ?? "normal", placeAt: placeOf(dueAt, row.priority ?? 0) };
}

/** For a job that nobody has claimed, and whose published ticket, if any, is used up. */
export const released = { leasedUntil: null, publishedUntil: null } as const;

/** For a dead job. */
export function dead(diedAt: Instant): Partial<JobRow> {
  return { ...released, dueAt: null, placeAt: null, diedAt, key: null };
}

/** The job of a claimed row. */
export function jobOf(row: JobRow): Job {
  const { tenantId, id, kind, data, fence, fenceBase, correlationId, dueAt, rate } = row;
  return {
    ...{ tenantId, id, kind, data, fence, correlationId, rate },
    lane: row.lane ?? "normal",
    priority: row.priority ?? 0,
    attempt: fence - fenceBase,
    dueAt: dueAt ?? 0,
  };
}
