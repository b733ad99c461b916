import * as z from "zod";
import type { RowOf } from "../../ports/index.ts";
import { jobLanes } from "../lanes.ts";
import { defineTable, instant } from "../table.ts";

/**
 * One row for each key. Whoever starts jobs of the key writes it in the commit of their start, and its version keeps two
 * processes from taking the same start.
 */
export const jobRates = defineTable("jobRates", {
  comment:
    "When jobs of a key with a bounded rate were started last. Rows go when they bound nothing any more.",
  idPrefix: "jrt",
  fields: {
    starts: z.array(z.int()).describe("Epoch milliseconds of the last starts, oldest first."),
    keptMs: z.int().describe("For how long a start is kept: the longest span of time that was asked for."),
    putOffTo: z
      .record(z.enum(jobLanes), z.int().nullable())
      .describe("By lane, until when the last of the jobs that had to wait was put off."),
    passed: z.int().describe("Starts in a row while a job of a lower lane had to wait."),
    turn: z
      .object({ lane: z.enum(jobLanes), at: z.int() })
      .nullable()
      .describe("The lane that has waited for long enough, and the start that is kept free for it."),
    dueAt: instant().nullable().describe("When the row may go."),
    leasedUntil: instant().nullable(),
    fence: z.int(),
    createdAt: instant(),
    updatedAt: instant(),
  },
  sparseIndexes: { due: ["dueAt"] },
  personal: "none",
});

export type JobRateRow = RowOf<typeof jobRates>;
