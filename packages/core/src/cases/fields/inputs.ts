import * as z from "zod";
import { labelInput, labelsInput } from "../../customers/index.ts";
import { lineInput, listOf } from "../../kernel/index.ts";
import { mostOptions } from "./schema.ts";

export const fieldKey = z
  .string()
  .max(50)
  .regex(
    /^[a-z][A-Za-z0-9_]{0,49}$/,
    "must be of letters, digits and _, at most 50, beginning with a small letter",
  );

const option = z.strictObject({
  value: lineInput(100).min(1).describe("The stored value. Never changes."),
  label: labelInput,
  labels: labelsInput.default({}),
  archived: z.boolean().default(false).describe("Cases that have it keep it; no others can get it."),
});

const options = listOf(option, mostOptions)
  .min(1)
  .refine((all) => new Set(all.map(({ value }) => value)).size === all.length, "has a value twice")
  .refine((all) => all.some(({ archived }) => !archived), "has no option that is in use");

/** What can be set on a field. */
export const described = {
  label: labelInput.describe("What people read."),
  labels: labelsInput.describe("Translations of the label, by locale (BCP 47)."),
  options: options.describe("Values of a select or multiselect, in order."),
  required: z
    .enum(["never", "open", "solve"])
    .describe("When cases must have a value. Cases opened by mail may lack it."),
  customer: z.enum(["hidden", "read", "write"]).describe("What customers can do; write includes read."),
};
