import * as z from "zod";
import { defineQuery, orNull, reference } from "../../kernel/index.ts";
import { type DeliveryReceiptRow, receipts, receiptView } from "../schema.ts";

/** The provider's receipt of a message, or null while there is none. */
export const receipt = defineQuery({
  name: "delivery.receipt",
  summary: "Returns the provider's receipt of a message.",
  input: z.strictObject({ messageId: reference("message") }),
  output: orNull(receiptView),
  access: { permission: "cases.read", cases: "named" },
  http: "GET /messages/{messageId}/receipt",
  run: (read, { messageId }): Promise<DeliveryReceiptRow | null> => read.get(receipts, messageId),
});
