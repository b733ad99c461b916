import "./vocabulary.ts";
import { defineCardSource, defineTimelineSource } from "@heedkit/core";
import { starsRatings, starsView } from "./ratings.ts";

/** Answers in the history of the customer who gave them; customers see their own. */
export const answerTimeline = defineTimelineSource({
  name: "stars.answers",
  view: starsView,
  permission: "stars.read",
  async find(read, { customerIds, before, limit }) {
    const rows = await read.find(starsRatings, {
      where: {
        and: [
          { field: "customerId", in: customerIds },
          { field: "answeredAt", isNot: null },
        ],
      },
      orderBy: [
        { field: "answeredAt", direction: "descending" },
        { field: "id", direction: "descending" },
      ],
      after: [before.at, before.id],
      limit,
    });
    return rows.flatMap((row) => {
      const { id, caseId, answeredAt: at } = row;
      return at === null ? [] : [{ at, id, caseId, kind: "stars.answered", row }];
    });
  },
});

/** What the customer answered, beside the case. */
export const answerCard = defineCardSource({
  name: "stars.card",
  beside: "case",
  title: "Satisfaction",
  permission: "stars.read",
  async find(read, { caseId }) {
    const rating = await read.findOne(starsRatings, { field: "caseId", is: caseId });
    if (rating === null) return null;
    return [
      { label: "Stars", value: rating.stars },
      { label: "Asked", value: rating.askedAt, format: "instant" },
    ];
  },
});
