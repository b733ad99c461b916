import { definePlugin } from "@heedkit/core";
import * as z from "zod";
import { askLater, jobs, optionsSchema } from "./asking.ts";
import { lastRating, tellOpenCases } from "./lastRating.ts";
import * as operations from "./operations.ts";
import { starsRatings } from "./ratings.ts";
import { answerCard, answerTimeline } from "./sources.ts";

/** Asks customers for a rating some time after their case is solved: a plugin as a host might write it. */
export const stars = (options: z.input<typeof optionsSchema>) =>
  definePlugin({
    id: "stars",
    options,
    optionsSchema,
    actsAs: ["system"],
    tables: [starsRatings],
    operations,
    reactions: [askLater, tellOpenCases],
    jobs,
    conditions: [lastRating],
    sources: { timeline: [answerTimeline], card: [answerCard] },
    permissions: { "stars.read": ["agent"], "stars.write": ["agent"] },
    errors: { STARS_NOT_ASKED: { status: 409 } },
    templateKinds: {
      "stars.question": { variables: z.object({ link: z.url().describe("Where the customer answers.") }) },
    },
    templates: [
      {
        key: "stars.question",
        kind: "stars.question",
        locale: "en",
        subject: "How was it?",
        text: "Hello {{ customer.name }}, how content are you with {{ case.code }}? Answer here: {{ link }}",
      },
    ],
  });
