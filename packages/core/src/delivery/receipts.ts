import { latest, type MessageRow, messages } from "../cases/index.ts";
import { digest, type Transaction } from "../kernel/index.ts";
import type { Address, InboundReceipt } from "../ports/index.ts";
import { movesTo } from "./deliveryStates.ts";
import { hasRecipient } from "./recipients.ts";
import { recordFailed, untold, type WhyFailed } from "./send.ts";
import { suppress } from "./suppress.ts";

/**
 * Applies a provider's report about a message of this desk. Returns the message, or null if it is unknown.
 *
 * Everybody in copy knows the Message-ID and can forge a bounce about anybody. So only verified reports block an
 * address, and only the recipient they are verified for; other reports are shown on the message and block nobody. A
 * bounce about somebody who did not get the message matches no message here.
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

/** It is still on its way: the state stays, and the reason is shown. */
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

/** The message that a report is about: by the desk's own id if verified, else by the provider's. */
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

/** The recipient of a verified report. A digest that matches two of them verifies neither. */
async function provenRecipient(
  { to, cc }: MessageRow,
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
  return `Unverified: anybody could have sent this report. ${detail ?? ""}`.trim();
}
