import * as z from "zod";
import { defineAppendOnlyTable } from "../../kernel/index.ts";
import type { RowOf } from "../../ports/index.ts";
import { type CaseRow, statusCategory } from "../schema.ts";

/**
 * The sum over a group of cases is their number. Commits only add rows, +1 for a case that enters a group and -1 for
 * one that leaves it, so that none waits for another; a job folds the rows of a group into one.
 */
export const caseCounts = defineAppendOnlyTable("caseCounts", {
  comment:
    "How many cases there are of each kind, as the sum of the amounts. Rows are folded in the background.",
  idPrefix: "cnt",
  fields: {
    status: z.string(),
    category: statusCategory,
    assigneeId: z.string().nullable(),
    teamId: z.string().nullable(),
    spam: z.boolean(),
    amount: z.int(),
  },
  personal: "none",
});

export type CountRow = RowOf<typeof caseCounts>;

/** What cases are counted by. */
export type CountGroup = Pick<CaseRow, "status" | "category" | "assigneeId" | "teamId" | "spam">;

const groupSchema = z.tuple([
  z.string(),
  statusCategory,
  z.string().nullable(),
  z.string().nullable(),
  z.boolean(),
]);

export function groupOf({ status, category, assigneeId, teamId, spam }: CountGroup): CountGroup {
  return { status, category, assigneeId, teamId, spam };
}

export function groupText({ status, category, assigneeId, teamId, spam }: CountGroup): string {
  return JSON.stringify([status, category, assigneeId, teamId, spam]);
}

export function groupFrom(text: string): CountGroup {
  const [status, category, assigneeId, teamId, spam] = groupSchema.parse(JSON.parse(text));
  return { status, category, assigneeId, teamId, spam };
}
