import { isLocale } from "../customers/index.ts";
import { idInput, lineInput, recordInput, wordsInput } from "../kernel/index.ts";
import { longestTemplate } from "./engine.ts";

export const keyInput = lineInput(100)
  .regex(
    /^[a-z][a-zA-Z0-9_.-]{0,99}$/,
    "must begin with a lower-case letter and hold letters, digits, . _ and - only",
  )
  .describe("What the template is called in programs, the same in all its languages.");

/** Canonical, so that `DE-at` and `de-AT` are one. */
export const localeInput = lineInput(35)
  .refine(isLocale, "is not a BCP 47 language tag such as de-AT")
  .transform((tag) => Intl.getCanonicalLocales(tag)[0] ?? tag)
  .describe("BCP 47 tag, such as de-AT.");

export const kindInput = idInput.describe("What it is for: reply, acknowledgement, or a kind of a plugin.");

/** What a template says. */
export const body = {
  kind: kindInput.default("reply"),
  subject: lineInput(1_000).nullable().default(null).describe("Null keeps the subject of the case."),
  text: wordsInput(longestTemplate).describe("Plain text, in Liquid."),
  html: wordsInput(longestTemplate)
    .nullable()
    .default(null)
    .describe("Null has the HTML made from the text when it is sent."),
};

/** The language to fill a template in, where it is not the customer's. */
export const wantedLocale = localeInput
  .nullable()
  .default(null)
  .describe("Default: the customer's, then its language, then the desk's, then English.");

export const variablesInput = recordInput
  .default({})
  .describe("Values of the variables that the kind of the template declares.");
