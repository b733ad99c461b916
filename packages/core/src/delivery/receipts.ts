import { type Message, messages } from "../cases/index.ts";
import type { Transaction } from "../kernel/index.ts";
import type { InboundReceipt } from "../ports/index.ts";
import { hasRecipient } from "./recipients.ts";
import { recordFailed } from "./send.ts";
import { suppress } from "./suppressions.ts";

/** How far a message got; news that would take it back is late news. */
const progress: Readonly<Record<NonNullable<Message["deliveryState"]>, number>> = {
  queued: 0,
  sent: 1,
  delivered: 2,
  read: 3,
  failed: 4,
  bounced: 4,
};

/**
 * Takes a provider's news about a message of this desk; returns the message, or null where it is not known.
 *
 * A bounce comes by mail, from anybody who knows a Message-ID: one that names somebody whom the message did not go to
 * is news of no message here, and blocks nobody. One that names nobody is believed of the message, and blocks nobody.
 */
export async function takeReceipt(
  tx: Transaction,
  channelId: string,
  receipt: InboundReceipt,
): Promise<Message | null> {
  const message = await tx.findOne(messages, {
    and: [
      { field: "externalId", is: receipt.externalId },
      { field: "channelId", is: channelId },
      { field: "direction", is: "out" },
    ],
  });
  if (message === null) return null;
  if (receipt.state === "delayed") return message;
  const isFailure = receipt.state === "bounced" || receipt.state === "failed";
  if (isFailure && receipt.recipient !== null && !hasRecipient(message, receipt.recipient)) return null;
  if (receipt.state === "bounced" && receipt.permanence === "hard" && receipt.recipient !== null) {
    await suppress(tx, receipt.recipient, receipt.detail ?? "bounced", message.id);
  }
  if (progress[receipt.state] <= progress[message.deliveryState ?? "queued"]) return message;
  if (receipt.state === "bounced" || receipt.state === "failed") {
    recordFailed(tx, message, receipt.state, receipt.detail);
    return message;
  }
  const { caseId, customerId, id: messageId } = message;
  tx.update(messages, message, { deliveryState: receipt.state, deliveredAt: message.deliveredAt ?? tx.now });
  tx.emit("message.delivered", { caseId, customerId }, { caseId, messageId, state: receipt.state });
  return message;
}
