import { defineTable, instant, type RowOf } from "@heedkit/core";
import * as z from "zod";

declare module "@heedkit/core" {
  interface SupportEvents {
    /** The customer may say now how content it was. */
    "stars.asked": { readonly caseId: string };
    "stars.rated": { readonly caseId: string; readonly stars: number; readonly isAgain: boolean };
  }
  interface SupportJobs {
    "stars.ask": { readonly caseId: string };
  }
  interface Permissions {
    "stars.read": true;
  }
  interface SupportErrorCodes {
    STARS_NOT_ASKED: true;
  }
}

/** One row for each case whose customer was asked. */
export const starsRatings = defineTable("starsRatings", {
  comment: "How content customers were, one to five stars a case.",
  idPrefix: "str",
  fields: {
    caseId: z.string(),
    stars: z.int().min(1).max(5).nullable().describe("Null until the customer answers."),
    askedAt: instant(),
    createdAt: instant(),
    updatedAt: instant(),
  },
  unique: { case: ["caseId"] },
  sparseIndexes: { rated: ["stars"] },
  personal: { subject: { through: "caseId", table: "cases" }, columns: {} },
});

export type StarsRating = RowOf<typeof starsRatings>;
