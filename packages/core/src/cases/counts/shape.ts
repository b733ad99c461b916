import * as z from "zod";
import { statusCategory } from "../schema.ts";

const categoryCounts = z.record(statusCategory, z.int()).readonly();

const byId = z.record(z.string(), z.int()).readonly();

/** How many cases there are. Spam and snoozed cases are only counted as such. */
export const caseCountsShape = z.object({
  open: z.int().describe("Neither solved nor closed."),
  unassigned: z.int().describe("Open cases that are not assigned."),
  spam: z.int(),
  snoozed: z.int().describe("Open ones that are snoozed. The other figures leave them out."),
  snoozedByAssignee: byId.describe("Snoozed ones by agent, those without any left out."),
  snoozedByTeam: byId.describe("Snoozed ones by team, those without any left out."),
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
  byBrand: z
    .record(z.string(), categoryCounts)
    .readonly()
    .describe("By brand. Brands without cases are omitted."),
});

/** Cases by status category. */
export type CategoryCounts = z.output<typeof categoryCounts>;

/** How many cases there are. Spam and snoozed cases are only counted as such. */
export interface CaseCounts extends Readonly<z.output<typeof caseCountsShape>> {}
