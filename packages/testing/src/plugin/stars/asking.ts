import "./vocabulary.ts";
import {
  cases,
  defineReaction,
  hex,
  type JobHandlers,
  operations,
  type StateKey,
  stateKey,
  type Transaction,
} from "@heedkit/core";
import * as z from "zod";
import { starsRatings } from "./ratings.ts";

export const optionsSchema = z.strictObject({
  /** The page that takes the rating; the token is added to it. */
  answerUrl: z.url(),
  /** How long after a case is solved its customer is asked. Default: one hour. */
  delayMs: z.int().min(0).default(3_600_000),
});

type Options = z.output<typeof optionsSchema>;
const starsOptions: StateKey<Options> = stateKey("stars");

/** Schedules the question to the customer of a solved case. */
export const askLater = defineReaction({
  on: "case.statusChanged",
  phase: "tell",
  run({ data: { caseId, toCategory } }, tx) {
    if (toCategory !== "solved") return;
    const dueAt = tx.now + tx.use(starsOptions).delayMs;
    return tx.enqueue("stars.ask", { caseId }, { key: `stars.ask:${caseId}`, dueAt });
  },
});

export const jobs: JobHandlers = {
  "stars.ask": {
    async run({ data: { caseId }, complete }) {
      await complete((tx) => ask(tx, caseId));
    },
  },
};

/** Sends the question in the commit that records it. */
async function ask(tx: Transaction, caseId: string): Promise<void> {
  const found = await tx.get(cases, caseId);
  // The case was reopened, or there is nobody to ask.
  if (found?.category !== "solved" || found.customerId === null) return;
  if ((await tx.findOne(starsRatings, { field: "caseId", is: caseId })) !== null) return;
  const token = hex(tx.random.bytes(16));
  tx.insert(starsRatings, { caseId, customerId: found.customerId, token, askedAt: tx.now });
  tx.emit("stars.asked", { caseId, customerId: found.customerId }, { caseId });
  const variables = { link: `${tx.use(starsOptions).answerUrl}?token=${token}` };
  await tx.call(operations.templates.send, { caseId, key: "stars.question", variables }, { as: "system" });
}
