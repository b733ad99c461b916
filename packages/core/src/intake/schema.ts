import * as z from "zod";
import { bytes, defineTable, defineView, instant, named, type StaffOf } from "../kernel/index.ts";
import type { RowOf } from "../ports/index.ts";

export const inbound = defineTable("inbound", {
  comment:
    "What providers sent, as it came. Nothing is dropped: what was not understood, or is about nothing known, is kept and can be replayed.",
  idPrefix: "inb",
  fields: {
    channelId: z.string(),
    dedupeKey: z.string().describe("The same for a redelivery of the same thing."),
    receivedAt: instant(),
    metadata: z.record(z.string(), z.union([z.string(), z.array(z.string()), z.null()])),
    body: bytes(),
    outcome: z.enum(["accepted", "duplicate", "kept"]),
    problem: z.string().nullable().describe("Why it was not taken in, or what it is a copy of."),
    parserStops: z
      .int()
      .nullable()
      .describe(
        "How often reading it killed or outlasted its parser; null for never. After the second time only `replay` reads it again.",
      ),
    caseIds: z.array(z.string()),
    createdAt: instant(),
    updatedAt: instant(),
  },
  unique: { delivery: ["channelId", "dedupeKey"] },
  indexes: { byOutcome: ["tenantId", "outcome", "receivedAt"] },
  personal: {
    // Mail quotes what others wrote, and what was kept unread belongs to no case.
    subject: [
      { namedBy: "messages", column: "inboundId" },
      { through: "caseIds", table: "cases" },
      { mentions: "body" },
    ],
    columns: {
      dedupeKey: { keep: "A provider that delivers it again must not bring it back." },
      metadata: "erase",
      body: "erase",
      problem: "erase",
    },
  },
});

export const channelCursors = defineTable("channelCursors", {
  comment: "How far connectors have read.",
  idPrefix: "ccr",
  fields: { value: z.string(), createdAt: instant(), updatedAt: instant() },
  personal: "none",
});

export interface InboundRow extends RowOf<typeof inbound> {}

const columns = defineView("Inbound", inbound, { internal: ["body"], customer: null });

/** Something received, without its bytes, and what became of it. */
export interface Inbound extends StaffOf<typeof columns> {}

export const inboundView = named<Inbound, never>()(columns);

declare module "../kernel/events.ts" {
  interface CoreEvents {
    /** Bytes were kept that could not be understood, or that are news of no message known here (NOT_FOUND). */
    "inbound.kept": { readonly inboundId: string; readonly channelId: string; readonly code: string };
    "inbound.replayed": { readonly inboundId: string; readonly caseIds: readonly string[] };
    /** News about a message that this desk does not know. */
    "inbound.unmatchedReceipt": {
      readonly inboundId: string;
      readonly channelId: string;
      readonly state: string;
    };
  }
}
