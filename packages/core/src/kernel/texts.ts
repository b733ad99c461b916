import * as z from "zod";
import { bounds } from "./bounds.ts";
import { isVisible, ofLines, ofOneLine } from "./characters.ts";

/** Whether a text that callers give may have several lines; those that are not here have one, and words in it. */
const longTexts = z.registry<{ readonly mayBeBlank: boolean }>();

const noControls = "has control characters, such as a line break where none belongs";
const isBlank = "is blank";

/** Words of one line: a name, a label, a key. Never blank. */
export const lineInput = (most: number = bounds.line) =>
  z.string().max(most).regex(ofOneLine, noControls).regex(isVisible, isBlank);

/** Words of several lines. Never blank. */
export const wordsInput = (most: number = bounds.text) =>
  z
    .string()
    .max(most)
    .regex(ofLines, "has control characters other than line breaks and tabs")
    .regex(isVisible, isBlank)
    .register(longTexts, { mayBeBlank: false });

/** A text of several lines that may be empty. */
export const textInput = (most: number = bounds.text) =>
  z
    .string()
    .max(most)
    .regex(ofLines, "has control characters other than line breaks and tabs")
    .register(longTexts, { mayBeBlank: true });

/** Whether a text has more in it than white space and characters that nobody sees. */
export function saysWords(text: string): boolean {
  return isVisible.test(text);
}

/** Of a text of several lines, whether it may be blank; null for one of one line. */
export function longTextOf(schema: z.core.$ZodType): { readonly mayBeBlank: boolean } | null {
  return schema instanceof z.ZodType ? (longTexts.get(schema) ?? null) : null;
}
