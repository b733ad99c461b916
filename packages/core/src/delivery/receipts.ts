import { latest, type Message, messages } from "../cases/index.ts";
import type { Transaction } from "../kernel/index.ts";
import type { InboundReceipt } from "../ports/index.ts";
import { movesTo } from "./deliveryStates.ts";
import { hasRecipient } from "./recipients.ts";
import { recordFailed } from "./send.ts";
import { suppress } from "./suppressions.ts";

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
  const { state } = receipt;
  const isProgress = state === "delivered" || state === "read";
  if (!isProgress && receipt.recipient !== null && !hasRecipient(message, receipt.recipient)) return null;
  if (state === "bounced" && receipt.permanence === "hard" && receipt.recipient !== null) {
    await suppress(tx, receipt.recipient, receipt.detail ?? "bounced", message.id);
  }
  if (state === "delayed" || state === "relayed") noteOnTheWay(tx, message, state, receipt.detail);
  else if (movesTo(message, state)) recordNews(tx, message, state, receipt.detail);
  return message;
}

/** It is on its way yet: the state stays as it is, and the reason is shown. */
function noteOnTheWay(
  tx: Transaction,
  message: Message,
  state: "delayed" | "relayed",
  detail: string | null,
): void {
  const { caseId, customerId, id: messageId, deliveryState, deliveryDetail } = message;
  const note = detail ?? state;
  if ((deliveryState !== "queued" && deliveryState !== "sent") || deliveryDetail === note) return;
  tx.update(messages, message, { deliveryDetail: note });
  if (state === "delayed") tx.emit("message.delayed", { caseId, customerId }, { caseId, messageId });
}

function recordNews(
  tx: Transaction,
  message: Message,
  state: "delivered" | "read" | "failed" | "bounced",
  detail: string | null,
): void {
  if (state === "bounced" || state === "failed") {
    recordFailed(tx, message, state, detail);
    return;
  }
  const { caseId, customerId, id: messageId } = message;
  const deliveredAt = message.deliveredAt ?? latest(message.at, tx.now);
  tx.update(messages, message, { deliveryState: state, deliveredAt });
  tx.emit("message.delivered", { caseId, customerId }, { caseId, messageId, state });
}
