import * as z from "zod";
import { type FailedSource, failedSources, type Read, type SourceTraits, shape } from "../../kernel/index.ts";

const field = z.object({
  label: z.string().min(1).max(100),
  value: z.union([z.string().max(2_000), z.number(), z.boolean(), z.null()]),
  format: z
    .enum(["text", "instant", "duration"])
    .default("text")
    .describe("How to show a value: instants are epoch milliseconds, durations milliseconds."),
  link: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .nullable()
    .default(null)
    .describe("Where the value leads."),
});

/** What sources give as the fields of a card. */
export const cardFields = z.array(field).max(50);

/** One line of a card, as a source gives it. */
export interface CardField extends Readonly<z.input<typeof field>> {}

const cards = z.object({
  cards: z.array(z.object({ source: z.string(), title: z.string(), fields: cardFields })),
  failed: failedSources,
});

/** Titled blocks of fields, to be shown beside a case or a customer. */
export interface Cards {
  readonly cards: readonly {
    readonly source: string;
    readonly title: string;
    readonly fields: readonly Readonly<z.output<typeof field>>[];
  }[];
  /** Sources that failed or took too long. The cards of the others are there. */
  readonly failed: readonly FailedSource[];
}

export const cardsView = shape("Cards", cards as z.ZodType<Cards>);

/** What a card is about. */
export interface CardSubjects {
  readonly case: { readonly caseId: string };
  /** `customerIds`: the customer and those that were merged into it. */
  readonly customer: { readonly customerId: string; readonly customerIds: readonly string[] };
}

/** A card beside cases or customers. Made by {@link defineCardSource}. */
export interface CardSourceOf<Beside extends keyof CardSubjects> extends SourceTraits {
  readonly beside: Beside;
  readonly title: string;
  /** The fields of the card, at most 50; null or none: there is no card. Staff are shown it. */
  find(
    read: Read,
    subject: CardSubjects[Beside],
    signal: AbortSignal,
  ): Promise<readonly CardField[] | null> | readonly CardField[] | null;
}

export type CardSource = CardSourceOf<"case"> | CardSourceOf<"customer">;

declare module "../../kernel/sources.ts" {
  interface Sources {
    readonly card: CardSource;
  }
}

/**
 * Makes a source of cards. Returns its argument.
 *
 * ```ts
 * const card = defineCardSource({
 *   name: "stars.card",
 *   beside: "case",
 *   title: "Satisfaction",
 *   permission: "stars.read",
 *   async find(read, { caseId }) {
 *     const rating = await read.findOne(ratings, { field: "caseId", is: caseId });
 *     return rating === null ? null : [{ label: "Stars", value: rating.stars }];
 *   },
 * });
 * ```
 */
export function defineCardSource<Beside extends keyof CardSubjects>(
  source: CardSourceOf<Beside>,
): CardSourceOf<Beside> {
  return source;
}
