import * as z from "zod";
import { instantInput, wordsInput } from "../../kernel/index.ts";

const dayMs = 86_400_000;

/** What may be said of an entry. */
export const entryInput = {
  durationMs: z
    .int()
    .min(1_000)
    .max(31 * dayMs)
    .describe("Milliseconds, from one second to 31 days."),
  at: instantInput.describe("When it was spent."),
  note: wordsInput(2_000).nullable(),
};
