import * as z from "zod";
import {
  defineAppendOnlyTable,
  defineTable,
  defineView,
  instant,
  named,
  type StaffOf,
} from "../kernel/index.ts";
import type { RowOf } from "../ports/index.ts";

export const receipts = defineAppendOnlyTable("receipts", {
  comment: "A provider's receipt for a message that it accepted. The message id is the idempotency key.",
  idPrefix: "msg",
  fields: {
    caseId: z.string(),
    channelId: z.string(),
    externalId: z.string(),
    attempt: z.int().describe("Which attempt succeeded."),
    refused: z.array(z.object({ recipient: z.string(), reason: z.string() })),
    detail: z.string().nullable(),
    createdAt: instant(),
  },
  personal: {
    subject: { through: "id", table: "messages" },
    columns: { refused: "erase", detail: "erase" },
  },
});

export const handovers = defineAppendOnlyTable("handovers", {
  comment:
    "Recipients that the provider already accepted while others were still outstanding. A retry skips them.",
  idPrefix: "hov",
  fields: {
    messageId: z.string(),
    recipient: z.string().describe("The address as written in the message."),
    createdAt: instant(),
  },
  unique: { recipient: ["messageId", "recipient"] },
  personal: { subject: { through: "messageId", table: "messages" }, rows: "erase" },
});

export const suppressions = defineTable("suppressions", {
  comment: "Addresses that get no more messages, after a permanent bounce or at the host's request.",
  idPrefix: "sup",
  fields: {
    kind: z.string(),
    value: z.string(),
    reason: z.string(),
    messageId: z.string().nullable(),
    createdAt: instant(),
    updatedAt: instant(),
  },
  unique: { address: ["kind", "value"] },
  personal: {
    subject: { address: { kind: "kind", value: "value" } },
    columns: {
      kind: "none",
      value: { keep: "An address must stay suppressed after its person is erased." },
      reason: "erase",
    },
  },
});

export interface DeliveryReceiptRow extends RowOf<typeof receipts> {}
export interface SuppressionRow extends RowOf<typeof suppressions> {}

const receiptColumns = defineView("DeliveryReceipt", receipts, { customer: null });
const suppressionColumns = defineView("Suppression", suppressions, { customer: null });

/** A provider's receipt for an accepted message. */
export interface DeliveryReceipt extends StaffOf<typeof receiptColumns> {}
/** An address that gets no more messages. */
export interface Suppression extends StaffOf<typeof suppressionColumns> {}

export const receiptView = named<DeliveryReceipt, never>()(receiptColumns);
export const suppressionView = named<Suppression, never>()(suppressionColumns);

declare module "../kernel/events.ts" {
  interface CoreEvents {
    "message.sent": { readonly caseId: string; readonly messageId: string; readonly channelId: string };
    /** It did not reach the customer: rejected, bounced, or given up. */
    "message.failed": {
      readonly caseId: string;
      readonly messageId: string;
      readonly channelId: string;
      readonly state: "failed" | "bounced";
      /** Like `deliveryReason` and `deliveryCause` of the message. */
      readonly reason: string | null;
      readonly cause: string | null;
    };
    /** An intermediate server keeps trying. The message counts as sent; it may still arrive or bounce. */
    "message.delayed": { readonly caseId: string; readonly messageId: string };
    "message.delivered": {
      readonly caseId: string;
      readonly messageId: string;
      readonly state: "delivered" | "read";
    };
    "address.suppressed": {
      readonly suppressionId: string;
      readonly kind: string;
      readonly messageId: string | null;
    };
  }
}

declare module "../kernel/transaction.ts" {
  interface SupportJobs {
    "delivery.send": { readonly messageId: string };
  }
}
