import * as z from "zod";
import type { Filter, Instant, Job, RowOf } from "../ports/index.ts";
import { jobLanes, placeOf } from "./lanes.ts";
import { defineAppendOnlyTable, instant } from "./table.ts";

/** Jobs are guarded by their fence rather than a version. A finished job's row is gone; a dead one stays. */
export const jobs = defineAppendOnlyTable("jobs", {
  comment:
    "What is to be done later. A row disappears when its effects are committed; dead ones stay to be looked at.",
  idPrefix: "job",
  fields: {
    kind: z.string(),
    data: z.record(z.string(), z.unknown()),
    key: z.string().nullable().describe("At most one waiting job has the same key."),
    lane: z
      .enum(jobLanes)
      .nullable()
      .describe("Which jobs it waits with; null in rows of a version that knew no lanes."),
    dueAt: instant().nullable(),
    placeAt: instant()
      .nullable()
      .describe("Its place in the lane: when it is due, less ten minutes for each step of its priority."),
    priority: z.int().nullable().describe("0 to 9, the highest first; null counts as 0."),
    leasedUntil: instant().nullable(),
    publishedUntil: instant()
      .nullable()
      .describe("Until when a ticket for it counts as waiting in an outside queue."),
    rate: z
      .object({ key: z.string(), limit: z.int(), perMs: z.int() })
      .nullable()
      .describe("How many jobs of the key may start in each span of time; null for any number."),
    fence: z.int().describe("Grows at each claim; an older holder's commit is refused."),
    fenceBase: z
      .int()
      .describe("Claims that are no attempts: those before a replay, to publish, or put off by a rate."),
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

/** Jobs that were not set aside. */
export const isAlive: Filter<JobRow> = { field: "diedAt", is: null };

/** A job that is due at another time than it was, in the same lane and with the same priority. */
export function postponed(row: JobRow, dueAt: Instant): Partial<JobRow> {
  return { dueAt, lane: row.lane ?? "normal", placeAt: placeOf(dueAt, row.priority ?? 0) };
}

/** Of a job that nobody has taken, and whose published ticket, if any, is used up. */
export const released = { leasedUntil: null, publishedUntil: null } as const;

/** Of a job that is set aside. */
export function dead(diedAt: Instant): Partial<JobRow> {
  return { ...released, dueAt: null, placeAt: null, diedAt, key: null };
}

/** The job that a row as it was taken stands for. */
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
