import * as z from "zod";
import { instantInput, reference } from "../kernel/index.ts";

/** What may be said of a reminder. */
export const reminderInput = {
  text: z
    .string()
    .min(1)
    .max(2_000)
    .refine((words) => words.trim() !== "", "is blank"),
  remindAt: instantInput.describe("Epoch milliseconds; at most 366 days ahead."),
  caseId: reference("case").nullable().describe("The case that it is about; null for none."),
};
