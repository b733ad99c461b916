import * as z from "zod";
import { isLocale } from "../customers/index.ts";
import { idInput, lineInput, recordInput, reference } from "../kernel/index.ts";
import { longestTemplate } from "./engine.ts";

export const keyInput = lineInput(100)
  .regex(
    /^[a-z][a-zA-Z0-9_.-]{0,99}$/,
    "must start with a lower-case letter and contain only letters, digits, . _ and -",
  )
  .describe("Identifies the template in code, in all its languages.");

/** Canonical, so that `DE-at` and `de-AT` are the same. */
export const localeInput = lineInput(35)
  .refine(isLocale, "is not a BCP 47 language tag such as de-AT")
  .transform((tag) => Intl.getCanonicalLocales(tag)[0] ?? tag)
  .describe("BCP 47 tag, such as de-AT.");

export const brandInput = reference("brand")
  .nullable()
  .describe("Id or key of a brand; null: the desk's own.");

/** In whose name a template is filled in. */
export const wantedBrand = brandInput.optional().describe("Default: the brand of the case; null: none.");

export const kindInput = idInput.describe("What it is for: reply, acknowledgement, or a plugin's kind.");

/** The content of a template. */
export const body = {
  kind: kindInput.default("reply"),
  subject: z
    .string()
    .min(1)
    .max(1_000)
    .nullable()
    .default(null)
    .describe("Null keeps the subject of the case."),
  text: z.string().min(1).max(longestTemplate).describe("Plain text, in Liquid."),
  html: z
    .string()
    .min(1)
    .max(longestTemplate)
    .nullable()
    .default(null)
    .describe("Null: the HTML is generated from the text when it is sent."),
};

/** The language to render a template in, if it is not the customer's. */
export const wantedLocale = localeInput
  .nullable()
  .default(null)
  .describe("Default: the customer's locale, then its language, then the desk's locale, then English.");

export const variablesInput = recordInput
  .default({})
  .describe("Values of the variables that the template's kind declares.");
