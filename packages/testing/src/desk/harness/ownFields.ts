import type { Case } from "@heedkit/core";
import { expect } from "vitest";
import type { TestDesk } from "./openDesk.ts";

export const bug = { value: "bug", label: "A bug" };
export const misuse = { value: "misuse", label: "Misuse" };
export const cause = {
  key: "cause",
  label: "Root cause",
  type: "select" as const,
  options: [bug, misuse],
};

/** An error about the input that contains these words. */
export const invalid = (words: string): object => ({
  code: "INVALID_INPUT",
  message: expect.stringContaining(words),
});

/** A case with these fields. */
export async function opened(
  { support }: TestDesk,
  fields: Readonly<Record<string, unknown>> = {},
): Promise<Case> {
  const { id: customerId } = await support.customers.create({ name: "Ada" });
  return support.cases.open({ customerId, subject: "x", fields });
}
