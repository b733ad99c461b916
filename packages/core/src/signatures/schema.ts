import * as z from "zod";
import { wordsInput } from "../kernel/index.ts";

const longestText = 5_000;
const longestHtml = 20_000;

const text = wordsInput(longestText).describe("Plain text, in Liquid.");
const html = wordsInput(longestHtml)
  .nullable()
  .describe("The same as HTML, in Liquid. Null has it made from the text.");

/** What ends the messages that somebody writes, as a template. */
export const signature = z.object({ text: z.string(), html: z.string().nullable() });
export type Signature = Readonly<z.output<typeof signature>>;

/** A signature as callers give it; a string is its text alone. */
export const signatureInput = z.union([
  text.transform((plain): Signature => ({ text: plain, html: null })),
  z.strictObject({ text, html: html.default(null) }),
]);

/** A signature for those who read a language; null for everybody else. */
export const localSignature = signature.extend({
  locale: z.string().nullable().describe("BCP 47 tag of its language; null where it is for all."),
});
export type LocalSignature = Readonly<z.output<typeof localSignature>>;

export const localSignatureInput = (locale: z.ZodType<string>) =>
  z.strictObject({ locale: locale.nullable().default(null), text, html: html.default(null) });
