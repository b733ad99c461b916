import { defineTable, defineView, instant, named, type RowOf, type StaffOf } from "@heedkit/core";
import * as z from "zod";

/** One row for each case whose customer was asked. */
export const starsRatings = defineTable("starsRatings", {
  comment: "How content customers were, one to five stars a case.",
  idPrefix: "str",
  fields: {
    caseId: z.string(),
    customerId: z.string(),
    token: z.string().describe("Whoever has it may answer: it was sent to the customer alone."),
    stars: z.int().min(1).max(5).nullable().describe("Null until the customer answers."),
    askedAt: instant(),
    answeredAt: instant().nullable().describe("When the answer was last given."),
    createdAt: instant(),
    updatedAt: instant(),
  },
  unique: { case: ["caseId"], token: ["token"] },
  indexes: { answered: ["tenantId", "customerId", "answeredAt"] },
  sparseIndexes: { rated: ["stars"] },
  personal: { subject: { through: "caseId", table: "cases" }, columns: { token: "none" } },
});

export interface StarsRatingRow extends RowOf<typeof starsRatings> {}

const columns = defineView("StarsRating", starsRatings, {
  internal: ["token"],
  customer: ["id", "caseId", "stars"],
});

/** A customer's rating of a case. */
export interface StarsRating extends StaffOf<typeof columns> {}
/** The same as the customer sees it. */
export type OwnStarsRating = Pick<StarsRating, "id" | "caseId" | "stars">;

export const starsView = named<StarsRating, OwnStarsRating>()(columns);
