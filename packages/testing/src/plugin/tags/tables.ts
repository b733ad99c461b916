import { defineTable, defineView, named, type RowOf, type StaffOf } from "@heedkit/core";
import * as z from "zod";

declare module "@heedkit/core" {
  interface Permissions {
    "tags.read": true;
    "tags.manage": true;
  }
}

/** How many cases have a tag. */
export const tagsCounts = defineTable("tagsCounts", {
  comment: "How many cases have each tag.",
  idPrefix: "tgc",
  fields: { tag: z.string(), amount: z.int() },
  unique: { tag: ["tag"] },
  personal: "none",
});

/** The tags a case is counted under, so that none is counted twice. */
export const tagsCounted = defineTable("tagsCounted", {
  comment: "The tags as which a case was counted last.",
  idPrefix: "tgd",
  fields: { caseId: z.string(), tags: z.array(z.string()) },
  unique: { case: ["caseId"] },
  personal: "none",
});

export interface TagCountRow extends RowOf<typeof tagsCounts> {}

const countColumns = defineView("TagCount", tagsCounts, { customer: null });

export interface TagCount extends StaffOf<typeof countColumns> {}

export const countView = named<TagCount, never>()(countColumns);
