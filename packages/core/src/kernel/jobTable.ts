import * as z from "zod";
import type { Filter, Instant, Job, RowOf } from "../ports/index.ts";
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
    dueAt: instant().nullable(),
    urgentAt: instant()
      .nullable()
      .describe("Place among the jobs that go before all others; null for one of the others."),
    leasedUntil: instant().nullable(),
    publishedUntil: instant()
      .nullable()
      .describe("Until when a ticket for it counts as waiting in an outside queue."),
    fence: z.int().describe("Grows at each claim; an older holder's commit is refused."),
    fenceBase: z
      .int()
      .describe("What of the fence are not attempts: those before a replay, and claims to publish."),
    diedAt: instant().nullable(),
    failures: z.array(z.object({ at: z.int(), attempt: z.int(), code: z.string(), message: z.string() })),
    createdAt: instant(),
    correlationId: z.string(),
  },
  unique: { key: ["key"] },
  sparseIndexes: { due: ["dueAt"], urgent: ["urgentAt"], dead: ["diedAt"] },
  personal: { subject: { mentions: "data" }, rows: "erase" },
});

export type JobRow = RowOf<typeof jobs>;

/** Jobs that were not set aside. */
export const isAlive: Filter<JobRow> = { field: "diedAt", is: null };

/** A job that is due later than it was, in the same place among those that go first. */
export function postponed({ urgentAt, dueAt: before }: JobRow, dueAt: Instant): Partial<JobRow> {
  return { dueAt, urgentAt: urgentAt === null ? null : dueAt - Math.max(0, (before ?? urgentAt) - urgentAt) };
}

/** Of a job that nobody has taken, and whose published ticket, if any, is used up. */
export const released = { leasedUntil: null, publishedUntil: null } as const;

/** The job that a row as it was taken stands for. */
export function jobOf(row: JobRow): Job {
  const { tenantId, id, kind, data, fence, fenceBase, correlationId, dueAt } = row;
  return { tenantId, id, kind, data, fence, correlationId, attempt: fence - fenceBase, dueAt: dueAt ?? 0 };
}
