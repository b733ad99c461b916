import * as z from "zod";
import { isLocale } from "../../customers/index.ts";
import { lineInput } from "../../kernel/index.ts";
import { statusCategory } from "../schema.ts";

/** Characters of a label. */
export const label = lineInput(100)
  .min(1)
  .refine((words) => /[^\s\p{Cf}\p{Cc}]/u.test(words), "is blank");

/** Labels by locale. */
export const labels = z
  .record(lineInput(35).refine(isLocale, "is not a BCP 47 language tag such as de-AT"), label)
  .refine((record) => Object.keys(record).length <= 50, "has more than 50 locales");

export const statusKey = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,40}$/, "must be of lower-case letters, digits and _, at most 41, beginning with a letter");

/** What may be said of a status. */
export const described = {
  label: label.describe("What staff read."),
  labels: labels.describe("The label by locale (BCP 47), where it differs."),
  customerLabel: label.nullable().describe("What customers read. Null: the label."),
  customerLabels: labels.describe("What customers read, by locale."),
  category: statusCategory.describe("Clocks and rules look at nothing else."),
  isDefault: z.boolean().describe("Whether cases get it where only the category is asked for."),
};
