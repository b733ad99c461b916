import * as z from "zod";
import type { RowOf } from "../ports/index.ts";
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
    leasedUntil: instant().nullable(),
    fence: z.int().describe("Grows at each claim; an older holder's commit is refused."),
    fenceBase: z.int().describe("The fence when the job was made or replayed: attempts are counted from it."),
    diedAt: instant().nullable(),
    failures: z.array(z.object({ at: z.int(), attempt: z.int(), code: z.string(), message: z.string() })),
    createdAt: instant(),
    correlationId: z.string(),
  },
  unique: { key: ["key"] },
  sparseIndexes: { due: ["dueAt"], dead: ["diedAt"] },
});

export type JobRow = RowOf<typeof jobs>;
