import * as z from "zod";
import type { RowOf } from "../../ports/index.ts";
import { jobLanes } from "../lanes.ts";
import { defineTable, instant } from "../table.ts";

/**
 * One row per key. Starting jobs of the key writes it in the same commit, and its version keeps two processes from
 * taking the same start.
 */
export const jobRates = defineTable("jobRates", {
  comment:
    "Recent starts of jobs whose key has a rate limit. A row is removed once it no longer limits anything.",
  idPrefix: "jrt",
  fields: {
    starts: z.array(z.int()).describe("Epoch milliseconds of the last starts, oldest first."),
    keptMs: z.int().describe("How long a start is kept: the longest period of any limit on the key."),
    putOffTo: z
      .record(z.enum(jobLanes), z.int().nullable())
      .describe("By lane, until when the last waiting job was postponed."),
    passed: z.int().describe("Consecutive starts while a job of a lower lane had to wait."),
    turn: z
      .object({ lane: z.enum(jobLanes), at: z.int() })
      .nullable()
      .describe("The lane that has waited long enough, and the start that is reserved for it."),
    dueAt: instant().nullable().describe("When the row can be removed."),
    leasedUntil: instant().nullable(),
    fence: z.int(),
    createdAt: instant(),
    updatedAt: instant(),
  },
  sparseIndexes: { due: ["dueAt"] },
  personal: "none",
});

export type JobRateRow = RowOf<typeof jobRates>;
