import { SupportError } from "../errors/index.ts";
import type { Transaction } from "../kernel/index.ts";
import { type CaseRow, messages } from "./schema.ts";
import { hasNewerThan } from "./turns.ts";

/** @throws SupportError NEWER_CUSTOMER_MESSAGE if the customer wrote after the message that was seen. */
export async function refuseUnseen(tx: Transaction, found: CaseRow, seenMessageId: string): Promise<void> {
  const seen = await tx.get(messages, seenMessageId);
  if (seen === null || seen.caseId !== found.id) {
    throw new SupportError("NOT_FOUND", `There is no message ${seenMessageId} in ${found.code}.`);
  }
  if (!(await hasNewerThan(tx, seen))) return;
  throw new SupportError(
    "NEWER_CUSTOMER_MESSAGE",
    `The customer wrote again in ${found.code} after the message you are answering. Read the new message, then pass it as seenMessageId.`,
    { details: { caseId: found.id, lastCustomerMessageAt: found.lastCustomerMessageAt } },
  );
}
