import * as z from "zod";
import { labelInput, labelsInput } from "../../customers/index.ts";
import { statusCategory } from "../schema.ts";

export const statusKey = z
  .string()
  .max(41)
  .regex(
    /^[a-z][a-z0-9_]{0,40}$/,
    "must be of lower-case letters, digits and _, at most 41, beginning with a letter",
  );

/** What can be set on a status. */
export const described = {
  label: labelInput.describe("What staff read."),
  labels: labelsInput.describe("Translations of the label, by locale (BCP 47)."),
  customerLabel: labelInput.nullable().describe("What customers read. Null: the label."),
  customerLabels: labelsInput.describe("What customers read, by locale."),
  category: statusCategory.describe("Clocks and rules only look at this."),
  isDefault: z.boolean().describe("Whether cases get this status when only its category is requested."),
};
