import * as z from "zod";
import { defineTable, defineView, instant, named, type StaffOf } from "../kernel/index.ts";
import type { RowOf } from "../ports/index.ts";

export const suppressions = defineTable("suppressions", {
  comment: "Addresses that get no more messages, because one bounced for good or the host said so.",
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
      value: { keep: "Whoever must not be written to is not written to again." },
      reason: "erase",
    },
  },
});

export interface SuppressionRow extends RowOf<typeof suppressions> {}

const suppressionColumns = defineView("Suppression", suppressions, { customer: null });

/** An address that gets no more messages. */
export interface Suppression extends StaffOf<typeof suppressionColumns> {}

export const suppressionView = named<Suppression, never>()(suppressionColumns);

declare module "../kernel/events.ts" {
  interface CoreEvents {
    "address.suppressed": {
      readonly suppressionId: string;
      readonly kind: string;
      readonly messageId: string | null;
    };
  }
}
