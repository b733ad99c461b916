import * as z from "zod";
import { type MessageRow, messages, messageView } from "../../cases/index.ts";
import { SupportError } from "../../errors/index.ts";
import { defineCommand, reference } from "../../kernel/index.ts";
import { movesTo } from "../deliveryStates.ts";
import { prepareRetry } from "../handovers.ts";
import { receipts } from "../schema.ts";
import { untold } from "../send.ts";

/**
 * Sends a failed message again. Uses the same idempotency key, and only sends to those who did not get it; to everybody
 * if the provider accepted the message as a whole and gave up on it later.
 * @throws SupportError NOT_FOUND; INVALID_TRANSITION unless the message failed.
 */
export const retry = defineCommand({
  name: "delivery.retry",
  summary: "Sends a failed message again.",
  input: z.strictObject({ messageId: reference("message") }),
  output: messageView,
  access: { permission: "cases.reply" },
  http: "POST /messages/{messageId}/retry",
  async run(tx, { messageId }): Promise<MessageRow> {
    const message = await tx.get(messages, messageId);
    if (message === null) throw new SupportError("NOT_FOUND", `There is no message ${messageId}.`);
    if (message.deliveryState === null || !movesTo(message, "queued")) throw notFailed(message);
    const { caseId, customerId, channelId } = message;
    const receipt = await tx.get(receipts, messageId);
    await prepareRetry(tx, message, receipt);
    // The next hand-over gets its own receipt.
    if (receipt !== null) tx.delete(receipts, receipt);
    tx.emit("message.queued", { caseId, customerId }, { caseId, messageId, channelId });
    return tx.update(messages, message, { deliveryState: "queued", deliveryDetail: null, ...untold });
  },
});

function notFailed({ id, deliveryState }: MessageRow): SupportError {
  const state = deliveryState ?? "not an outgoing message";
  return new SupportError(
    "INVALID_TRANSITION",
    `Only a failed message can be sent again, but ${id} is ${state}.`,
  );
}
