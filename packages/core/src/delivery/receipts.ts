import { type Message, messages } from "../cases/index.ts";
import { digest, type Transaction } from "../kernel/index.ts";
import type { Address, InboundReceipt } from "../ports/index.ts";
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
 * Whoever was copied knows the Message-ID and can write a bounce about anybody. So an address is blocked only by news that
 * is proven, for the recipient it is proven of; all other news is shown on the message and blocks nobody. A bounce
 * that names somebody whom the message did not go to is news of no message here.
 */
export async function takeReceipt(
  tx: Transaction,
  channelId: string,
  receipt: InboundReceipt,
): Promise<Message | null> {
  const message = await messageOf(tx, channelId, receipt);
  if (message === null) return null;
  if (receipt.state === "delayed") return message;
  const isFailure = receipt.state === "bounced" || receipt.state === "failed";
  const isProven = receipt.proven === true;
  const recipient = isProven ? await provenRecipient(message, receipt) : receipt.recipient;
  if (isFailure && recipient !== null && !hasRecipient(message, recipient)) return null;
  if (isProven && receipt.state === "bounced" && receipt.permanence === "hard" && recipient !== null) {
    await suppress(tx, recipient, receipt.detail ?? "bounced", message.id);
  }
  if (progress[receipt.state] <= progress[message.deliveryState ?? "queued"]) return message;
  if (receipt.state === "bounced" || receipt.state === "failed") {
    recordFailed(tx, message, receipt.state, isProven ? receipt.detail : unproven(receipt.detail));
    return message;
  }
  const { caseId, customerId, id: messageId } = message;
  tx.update(messages, message, { deliveryState: receipt.state, deliveredAt: message.deliveredAt ?? tx.now });
  tx.emit("message.delivered", { caseId, customerId }, { caseId, messageId, state: receipt.state });
  return message;
}

/** The message that news is about: by the desk's own id where that is proven, else by the provider's. */
async function messageOf(
  tx: Transaction,
  channelId: string,
  { proven, messageId = null, externalId }: InboundReceipt,
): Promise<Message | null> {
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
  { to, cc }: Message,
  { recipient, recipientDigest = null }: InboundReceipt,
): Promise<Address | null> {
  if (recipientDigest === null) return recipient;
  const all = [...to, ...cc];
  const digests = await Promise.all(all.map(({ value }) => digest(value)));
  const fitting = all.filter((_, at) => digests[at]?.startsWith(recipientDigest));
  const [first] = fitting;
  return first !== undefined && fitting.every(({ value }) => value === first.value) ? first : null;
}

function unproven(detail: string | null): string {
  return `Unproven: anybody may have sent this notice. ${detail ?? ""}`.trim();
}
