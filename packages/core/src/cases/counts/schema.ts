import * as z from "zod";
import { defineAppendOnlyTable, defineTable, instant } from "../../kernel/index.ts";
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
    brandId: z.string().nullable(),
    spam: z.boolean(),
    snoozed: z.boolean().nullable().describe("Null stands for false."),
    amount: z.int(),
  },
  personal: "none",
});

export const caseUpkeep = defineTable("caseUpkeep", {
  comment: "Whether the derived columns of cases are filled in, including rows written by older versions.",
  idPrefix: "ckp",
  fields: {
    state: z.enum(["running", "done"]),
    looked: z.int().describe("Cases checked so far."),
    mended: z.int().describe("How many of these had to be repaired."),
    createdAt: instant(),
    updatedAt: instant(),
    finishedAt: instant().nullable(),
  },
  personal: "none",
});

export type CountRow = RowOf<typeof caseCounts>;
export type Upkeep = RowOf<typeof caseUpkeep>;

/** What cases are counted by. */
export type CountGroup = Pick<
  CountRow,
  "status" | "category" | "assigneeId" | "teamId" | "spam" | "snoozed" | "brandId"
>;

const groupSchema = z.tuple(
  [z.string(), statusCategory, z.string().nullable(), z.string().nullable(), z.boolean()],
  // That it is snoozed, and its brand: each left out of other cases, as before there were any.
  z.union([z.literal(true), z.string()]),
);

/** The group that a case belongs to. */
export function groupOfCase(row: CaseRow): CountGroup {
  return groupOf({ ...row, snoozed: row.snoozedUntil === null ? null : true });
}

export function groupOf({
  status,
  category,
  assigneeId,
  teamId,
  spam,
  snoozed,
  brandId,
}: CountGroup): CountGroup {
  return { status, category, assigneeId, teamId, spam, snoozed, brandId };
}

export function groupText(group: CountGroup): string {
  const { status, category, assigneeId, teamId, spam, snoozed, brandId } = group;
  return JSON.stringify([
    ...[status, category, assigneeId, teamId, spam],
    ...(snoozed === true ? [true] : []),
    ...(brandId === null ? [] : [brandId]),
  ]);
}

export function groupFrom(text: string): CountGroup {
  const [status, category, assigneeId, teamId, spam, ...rest] = groupSchema.parse(JSON.parse(text));
  const brandId = rest.find((part) => typeof part === "string") ?? null;
  return { status, category, assigneeId, teamId, spam, snoozed: rest.includes(true) ? true : null, brandId };
}
