import * as z from "zod";
import { defineQuery, orNull, reference } from "../../kernel/index.ts";
import { type DeliveryReceiptRow, receipts, receiptView } from "../schema.ts";

/** Returns the provider's receipt of a message. Null if there is none yet. */
export const receipt = defineQuery({
  name: "delivery.receipt",
  summary: "Returns the provider's receipt of a message.",
  input: z.strictObject({ messageId: reference("message") }),
  output: orNull(receiptView),
  access: { permission: "cases.read" },
  http: "GET /messages/{messageId}/receipt",
  run: (read, { messageId }): Promise<DeliveryReceiptRow | null> => read.get(receipts, messageId),
});
