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
  value: lineInput(100).min(1).describe("What cases keep. It never changes."),
  label: labelInput,
  labels: labelsInput.default({}),
  archived: z.boolean().default(false).describe("Cases keep it, and no others get it."),
});

const options = listOf(option, mostOptions)
  .min(1)
  .refine((all) => new Set(all.map(({ value }) => value)).size === all.length, "has a value twice")
  .refine((all) => all.some(({ archived }) => !archived), "has no option that is in use");

/** What may be said of a field. */
export const described = {
  label: labelInput.describe("What people read."),
  labels: labelsInput.describe("The label by locale (BCP 47), where it differs."),
  options: options.describe("The values of a select or multiselect, in their order."),
  required: z
    .enum(["never", "open", "solve"])
    .describe("When a case must have a value. Mail opens cases without."),
  customer: z.enum(["hidden", "read", "write"]).describe("What customers may do; write includes read."),
};
