import type { MessageRow } from "../cases/index.ts";
import { normaliseIdentity } from "../customers/index.ts";
import type { Transaction } from "../kernel/index.ts";
import { type DeliveryReceiptRow, handovers } from "./schema.ts";

/** A message has at most 50 copies; this only limits the query. */
const mostRecipients = 1_000;

/** Recipients for whom the provider accepted the message in earlier attempts. */
export async function servedRecipients(tx: Transaction, messageId: string): Promise<readonly string[]> {
  const rows = await tx.find(handovers, {
    where: { field: "messageId", is: messageId },
    limit: mostRecipients,
  });
  return rows.map(({ recipient }) => recipient);
}

/** Records that a recipient was served; repeating it is not an error. */
export async function recordServed(tx: Transaction, messageId: string, recipient: string): Promise<void> {
  const known = await tx.findOne(handovers, {
    and: [
      { field: "messageId", is: messageId },
      { field: "recipient", is: recipient },
    ],
  });
  if (known === null) tx.insert(handovers, { messageId, recipient });
}

/**
 * Before a manual retry: skips recipients for whom the provider accepted the message, unless it accepted it for
 * everybody and gave up later.
 */
export async function prepareRetry(
  tx: Transaction,
  message: MessageRow,
  receipt: DeliveryReceiptRow | null,
): Promise<void> {
  if (receipt === null) return;
  if (receipt.refused.length === 0) {
    const rows = await tx.find(handovers, {
      where: { field: "messageId", is: message.id },
      limit: mostRecipients,
    });
    for (const row of rows) tx.delete(handovers, row);
    return;
  }
  const refused = receipt.refused.map(({ recipient }) => recipient);
  for (const { kind, value } of [...message.to, ...message.cc]) {
    const isRefused = refused.some((one) => normaliseIdentity(kind, one) === normaliseIdentity(kind, value));
    if (!isRefused) await recordServed(tx, message.id, value);
  }
}
