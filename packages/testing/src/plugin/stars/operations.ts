import "./vocabulary.ts";
import {
  defineCommand,
  defineQuery,
  nothing,
  reference,
  SupportError,
  shape,
  type Transaction,
} from "@heedkit/core";
import * as z from "zod";
import { type StarsRatingRow, starsRatings, starsView } from "./ratings.ts";

const given = z.int().min(1).max(5);

/** Stores a customer's rating; a later one replaces it. @throws SupportError STARS_NOT_ASKED */
export const rate = defineCommand({
  name: "stars.rate",
  summary: "Stores a customer's rating; a later one replaces it.",
  input: z.strictObject({ caseId: reference("case"), stars: given }),
  output: starsView,
  access: { permission: "stars.write", customer: "own" },
  http: "POST /cases/{caseId}/stars",
  async run(tx, { caseId, stars }): Promise<StarsRatingRow> {
    const rating = await tx.findOne(starsRatings, { field: "caseId", is: caseId });
    if (rating === null) throw new SupportError("STARS_NOT_ASKED", "Nobody was asked about this case yet.");
    return keep(tx, rating, stars);
  },
});

/** Stores the rating of whoever was sent the token, without a login. @throws SupportError NOT_FOUND */
export const answer = defineCommand({
  name: "stars.answer",
  summary: "Keeps the answer of whoever was sent the token.",
  input: z.strictObject({ token: z.string().length(32), stars: given }),
  output: nothing,
  access: { permission: "stars.write", customer: "scoped", anonymous: "scoped" },
  http: "POST /stars/answers",
  async run(tx, { token, stars }): Promise<void> {
    const rating = await tx.findOne(starsRatings, { field: "token", is: token });
    if (rating === null) throw new SupportError("NOT_FOUND", "This link doesn't lead to a question.");
    keep(tx, rating, stars);
  },
});

/** The number of ratings, and their average. */
export const summary = defineQuery({
  name: "stars.summary",
  summary: "Counts the answers and tells their average.",
  input: z.strictObject({}),
  output: shape("StarsSummary", z.object({ count: z.number(), average: z.number().nullable() })),
  access: { permission: "stars.read" },
  http: "GET /stars/summary",
  async run(read): Promise<{ count: number; average: number | null }> {
    const [all] = await read.aggregate(starsRatings, {
      where: { field: "stars", isNot: null },
      measures: { count: { measure: "count" }, average: { measure: "average", field: "stars" } },
    });
    return { count: all?.values.count ?? 0, average: all?.values.average ?? null };
  },
});

function keep(tx: Transaction, rating: StarsRatingRow, stars: number): StarsRatingRow {
  const { caseId, customerId } = rating;
  const isAgain = rating.stars !== null;
  tx.emit("stars.rated", { caseId, customerId }, { caseId, stars, isAgain });
  return tx.update(starsRatings, rating, { stars, answeredAt: tx.now });
}
