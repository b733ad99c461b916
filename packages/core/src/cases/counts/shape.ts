import * as z from "zod";
import { statusCategory } from "../schema.ts";

const categoryCounts = z.record(statusCategory, z.int()).readonly();

/** How many cases there are. Spam is counted apart and nowhere else. */
export const caseCountsShape = z.object({
  open: z.int().describe("Neither solved nor closed."),
  unassigned: z.int().describe("Of the open ones, those that nobody has."),
  spam: z.int(),
  byCategory: categoryCounts,
  byStatus: z
    .record(z.string(), z.int())
    .readonly()
    .describe("By status, the host's own included; statuses without cases are left out."),
  byAssignee: z
    .record(z.string(), categoryCounts)
    .readonly()
    .describe("By agent, those without cases left out."),
  byTeam: z.record(z.string(), categoryCounts).readonly().describe("By team, those without cases left out."),
  byBrand: z
    .record(z.string(), categoryCounts)
    .readonly()
    .describe("By brand, those without cases left out."),
});

/** Cases by status category. */
export type CategoryCounts = z.output<typeof categoryCounts>;

/** How many cases there are. Spam is counted apart and nowhere else. */
export interface CaseCounts extends Readonly<z.output<typeof caseCountsShape>> {}
