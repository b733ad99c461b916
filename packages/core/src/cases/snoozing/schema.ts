import * as z from "zod";
import { defineTable, instant } from "../../kernel/index.ts";

/** One row for each snoozed case: gone when it wakes. */
export const caseSnoozes = defineTable("caseSnoozes", {
  comment: "When snoozed cases are due to wake.",
  idPrefix: "snz",
  fields: {
    caseId: z.string(),
    dueAt: instant().nullable(),
    leasedUntil: instant().nullable(),
    fence: z.int(),
    createdAt: instant(),
    updatedAt: instant(),
  },
  unique: { case: ["caseId"] },
  sparseIndexes: { due: ["dueAt"] },
  personal: "none",
});
