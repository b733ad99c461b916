import * as z from "zod";
import { lineInput } from "../kernel/index.ts";
import { isLocale } from "./inputs.ts";

/** The label of a status, a field or a role. */
export const labelInput = lineInput(100)
  .min(1)
  .refine((words) => /[^\s\p{Cf}\p{Cc}]/u.test(words), "is blank");

/** Labels by locale. */
export const labelsInput = z
  .record(lineInput(35), labelInput)
  .refine((record) => Object.keys(record).length <= 50, {
    error: "has more than 50 locales",
    // Also if one of them is wrong.
    when: () => true,
  })
  .refine(
    (record) => Object.keys(record).every(isLocale),
    "has a name that is not a BCP 47 language tag such as de-AT",
  );
