import * as z from "zod";
import { statusCategory } from "../schema.ts";

const categoryCounts = z.record(statusCategory, z.int()).readonly();

/** How many cases there are. Spam is only counted as spam. */
export const caseCountsShape = z.object({
  open: z.int().describe("Neither solved nor closed."),
  unassigned: z.int().describe("Open cases that are not assigned."),
  spam: z.int(),
  byCategory: categoryCounts,
  byStatus: z
    .record(z.string(), z.int())
    .readonly()
    .describe("By status, including the host's own. Statuses without cases are omitted."),
  byAssignee: z
    .record(z.string(), categoryCounts)
    .readonly()
    .describe("By agent. Agents without cases are omitted."),
  byTeam: z
    .record(z.string(), categoryCounts)
    .readonly()
    .describe("By team. Teams without cases are omitted."),
});

/** Cases by status category. */
export type CategoryCounts = z.output<typeof categoryCounts>;

/** How many cases there are. Spam is only counted as spam. */
export interface CaseCounts extends Readonly<z.output<typeof caseCountsShape>> {}
