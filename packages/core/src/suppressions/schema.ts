import * as z from "zod";
import { defineTable, defineView, instant, named, type StaffOf } from "../kernel/index.ts";
import type { RowOf } from "../ports/index.ts";

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
    "suppression.updated": { readonly suppressionId: string; readonly fields: readonly string[] };
    /** The address gets messages again. */
    "suppression.removed": { readonly suppressionId: string; readonly kind: string };
  }
}
