import { instantInput, reference, wordsInput } from "../kernel/index.ts";

/** What may be said of a reminder. */
export const reminderInput = {
  text: wordsInput(2_000),
  remindAt: instantInput.describe("Epoch milliseconds; at most 366 days ahead."),
  caseId: reference("case").nullable().describe("The case that it is about; null for none."),
};
