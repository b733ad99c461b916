import { latest, type MessageRow, messages, recipientsOf } from "../cases/index.ts";
import { digest, type Transaction } from "../kernel/index.ts";
import type { Address, InboundReceipt } from "../ports/index.ts";
import { suppress } from "../suppressions/index.ts";
import { movesTo } from "./deliveryStates.ts";
import { hasRecipient } from "./recipients.ts";
import { recordFailed, untold, type WhyFailed } from "./send.ts";

/**
 * Takes a provider's news about a message of this desk; returns the message, or null where it is not known.
 *
 * Whoever was copied knows the Message-ID and can write a bounce about anybody. So an address is blocked only by news that
 * is proven, for the recipient it is proven of; all other news is shown on the message and blocks nobody. A bounce
 * that names somebody whom the message did not go to is news of no message here.
 */
export async function takeReceipt(
  tx: Transaction,
  channelId: string,
  receipt: InboundReceipt,
): Promise<MessageRow | null> {
  const message = await messageOf(tx, channelId, receipt);
  if (message === null) return null;
  const { state } = receipt;
  const isProven = receipt.proven === true;
  const recipient = isProven ? await provenRecipient(message, receipt) : receipt.recipient;
  const isProgress = state === "delivered" || state === "read";
  if (!isProgress && recipient !== null && !hasRecipient(message, recipient)) return null;
  if (isProven && state === "bounced" && receipt.permanence === "hard" && recipient !== null) {
    await suppress(tx, recipient, receipt.detail ?? "bounced", message.id);
  }
  const isFailure = state === "bounced" || state === "failed";
  const detail = isFailure && !isProven ? unproven(receipt.detail) : receipt.detail;
  const why = { deliveryReason: receipt.reason ?? null, deliveryCause: receipt.cause ?? null };
  if (state === "delayed" || state === "relayed") noteOnTheWay(tx, message, state, detail, why);
  else if (movesTo(message, state)) recordNews(tx, message, state, detail, why);
  return message;
}

/** It is on its way yet: the state stays as it is, and the reason is shown. */
function noteOnTheWay(
  tx: Transaction,
  message: MessageRow,
  state: "delayed" | "relayed",
  detail: string | null,
  why: WhyFailed,
): void {
  const { caseId, customerId, id: messageId, deliveryState, deliveryDetail } = message;
  const note = detail ?? state;
  if ((deliveryState !== "queued" && deliveryState !== "sent") || deliveryDetail === note) return;
  tx.update(messages, message, { deliveryDetail: note, ...why });
  if (state === "delayed") tx.emit("message.delayed", { caseId, customerId }, { caseId, messageId });
}

function recordNews(
  tx: Transaction,
  message: MessageRow,
  state: "delivered" | "read" | "failed" | "bounced",
  detail: string | null,
  why: WhyFailed,
): void {
  if (state === "bounced" || state === "failed") {
    recordFailed(tx, message, state, detail, why);
    return;
  }
  const { caseId, customerId, id: messageId } = message;
  const deliveredAt = message.deliveredAt ?? latest(message.at, tx.now);
  tx.update(messages, message, { deliveryState: state, deliveredAt, ...untold });
  tx.emit("message.delivered", { caseId, customerId }, { caseId, messageId, state });
}

/** The message that news is about: by the desk's own id where that is proven, else by the provider's. */
async function messageOf(
  tx: Transaction,
  channelId: string,
  { proven, messageId = null, externalId }: InboundReceipt,
): Promise<MessageRow | null> {
  if (proven === true && messageId !== null) {
    const message = await tx.get(messages, messageId);
    return message?.direction === "out" && message.channelId === channelId ? message : null;
  }
  return tx.findOne(messages, {
    and: [
      { field: "externalId", is: externalId },
      { field: "channelId", is: channelId },
      { field: "direction", is: "out" },
    ],
  });
}

/** The recipient that proven news is about. A digest that fits two of them proves neither. */
async function provenRecipient(
  message: MessageRow,
  { recipient, recipientDigest = null }: InboundReceipt,
): Promise<Address | null> {
  if (recipientDigest === null) return recipient;
  const all = recipientsOf(message);
  const digests = await Promise.all(all.map(({ value }) => digest(value)));
  const fitting = all.filter((_, at) => digests[at]?.startsWith(recipientDigest));
  const [first] = fitting;
  return first !== undefined && fitting.every(({ value }) => value === first.value) ? first : null;
}

function unproven(detail: string | null): string {
  return `Unproven: anybody may have sent this notice. ${detail ?? ""}`.trim();
}
