import {
  cases,
  definePlugin,
  defineReaction,
  type PluginContext,
  SupportError,
  type Transaction,
} from "@heedkit/core";
import { type StarsRating, starsRatings } from "./starsTables.ts";

const hourMs = 3_600_000;

/** Asks an hour after a case was solved how content the customer was: a plugin as a host might write it. */
export const stars = definePlugin({
  id: "stars",
  tables: [starsRatings],
  permissions: { "stars.read": ["agent"] },
  templates: [
    {
      key: "stars.invitation",
      locale: "en",
      subject: "How was it?",
      text: "Hello {{ customer.name }}, how content are you with {{ case.code }}?",
    },
  ],
  reactions: [
    defineReaction({
      on: "case.statusChanged",
      phase: "tell",
      run: ({ data: { caseId, toCategory } }, tx) =>
        toCategory === "solved"
          ? tx.enqueue("stars.ask", { caseId }, { key: `stars.ask:${caseId}`, dueAt: tx.now + hourMs })
          : undefined,
    }),
  ],
  jobs: {
    "stars.ask": {
      async run({ data: { caseId }, complete }) {
        await complete(async (tx) => {
          const found = await tx.get(cases, caseId);
          if (found?.category !== "solved" || (await ratingOf(tx, caseId)) !== null) return;
          tx.insert(starsRatings, { caseId, askedAt: tx.now });
          tx.emit("stars.asked", { caseId, customerId: found.customerId }, { caseId });
        });
      },
    },
  },
  services: (context) => ({
    /** Keeps a customer's answer; a later one takes its place. */
    rate: (input: { readonly caseId: string; readonly stars: number }) => rate(context, input),
    /** What was answered so far. */
    summary: async () => {
      await context.authorize("stars.read");
      const { tenantId, storage } = context;
      const where = { field: "tenantId", is: tenantId } as const;
      const [all] = await storage.aggregate(starsRatings, {
        where: { and: [where, { field: "stars", isNot: null }] },
        measures: { count: { measure: "count" }, average: { measure: "average", field: "stars" } },
      });
      return { count: all?.values.count ?? 0, average: all?.values.average ?? null };
    },
  }),
});

function rate(
  { actor, transact, authorize }: PluginContext,
  { caseId, stars: given }: { readonly caseId: string; readonly stars: number },
): Promise<StarsRating> {
  return transact(async (tx) => {
    const found = await tx.get(cases, caseId);
    if (actor.kind !== "customer" || found?.customerId !== actor.id) await authorize("cases.write");
    const rating = await ratingOf(tx, caseId);
    if (rating === null)
      throw new SupportError("STARS_NOT_ASKED", "Nobody was asked about this case yet.", { status: 409 });
    const data = { caseId, stars: given, isAgain: rating.stars !== null };
    tx.emit("stars.rated", { caseId, customerId: found?.customerId ?? null }, data);
    return tx.update(starsRatings, rating, { stars: given });
  });
}

function ratingOf(tx: Transaction, caseId: string): Promise<StarsRating | null> {
  return tx.findOne(starsRatings, { field: "caseId", is: caseId });
}
