import "./vocabulary.ts";
import { cases, defineConditionField, defineReaction, type Read } from "@heedkit/core";
import { starsRatings } from "./ratings.ts";

const mostCases = 100;

/** The last rating that the customer of a case gave, for any of their cases. */
export const lastRating = defineConditionField({
  name: "stars.lastRating",
  type: "number",
  changedBy: ["stars.lastRatingChanged"],
  async load(read, subjects) {
    const customerIds = [...new Set(subjects.map((subject) => subject.case.customerId))];
    const ratings = new Map(
      await Promise.all(
        customerIds.map(async (customerId) => [customerId, await lastOf(read, customerId)] as const),
      ),
    );
    return new Map(
      subjects.map(({ case: { id, customerId } }) => [id, ratings.get(customerId) ?? null] as const),
    );
  },
});

async function lastOf(read: Read, customerId: string): Promise<number | null> {
  const [last] = await read.find(starsRatings, {
    where: {
      and: [
        { field: "customerId", is: customerId },
        { field: "answeredAt", isNot: null },
      ],
    },
    orderBy: [
      { field: "answeredAt", direction: "descending" },
      { field: "id", direction: "descending" },
    ],
    limit: 1,
  });
  return last?.stars ?? null;
}

/** Tells the customer's open cases about a rating, so that their targets are determined again in the same commit. */
export const tellOpenCases = defineReaction({
  on: "stars.rated",
  phase: "decide",
  async run({ customerId }, tx) {
    if (customerId === null) return;
    const open = await tx.find(cases, {
      where: {
        and: [
          { field: "customerId", is: customerId },
          { not: { field: "category", in: ["solved", "closed"] } },
        ],
      },
      limit: mostCases,
    });
    for (const { id: caseId } of open) tx.emit("stars.lastRatingChanged", { caseId, customerId }, { caseId });
  },
});
