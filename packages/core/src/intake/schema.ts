import * as z from "zod";
import { bytes, defineTable, defineView, instant, named, type StaffOf } from "../kernel/index.ts";
import type { RowOf } from "../ports/index.ts";

export const inbound = defineTable("inbound", {
  comment:
    "What providers sent, as received. Nothing is dropped: what could not be parsed or matched is kept and can be replayed.",
  idPrefix: "inb",
  fields: {
    channelId: z.string(),
    dedupeKey: z.string().describe("The same for each redelivery of a message."),
    receivedAt: instant(),
    metadata: z.record(z.string(), z.union([z.string(), z.array(z.string()), z.null()])),
    body: bytes(),
    outcome: z
      .enum(["accepted", "duplicate", "kept", "discarded"])
      .describe("kept: not processed, and to be dealt with. discarded: staff decided not to process it."),
    problem: z.string().nullable().describe("Why it was not processed, or what it is a copy of."),
    parserStops: z
      .int()
      .nullable()
      .describe(
        "How often parsing it crashed or timed out; null if never. After the second time only `replay` parses it again.",
      ),
    caseIds: z.array(z.string()),
    createdAt: instant(),
    updatedAt: instant(),
  },
  unique: { delivery: ["channelId", "dedupeKey"] },
  indexes: { byOutcome: ["tenantId", "outcome", "receivedAt"] },
  personal: {
    // Mail quotes what others wrote, and what was kept unparsed belongs to no case.
    subject: [
      { namedBy: "messages", column: "inboundId" },
      { through: "caseIds", table: "cases" },
      { mentions: "body" },
    ],
    columns: {
      dedupeKey: { keep: "A redelivery by the provider must not bring it back." },
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

/** An inbound message without its raw bytes, and its outcome. */
export interface Inbound extends StaffOf<typeof columns> {}

export const inboundView = named<Inbound, never>()(columns);

declare module "../kernel/events.ts" {
  interface CoreEvents {
    /** A message was kept that could not be parsed, or is about an unknown message (NOT_FOUND). */
    "inbound.kept": { readonly inboundId: string; readonly channelId: string; readonly code: string };
    /** Staff decided not to process a kept message. */
    "inbound.discarded": { readonly inboundId: string; readonly channelId: string };
    "inbound.replayed": { readonly inboundId: string; readonly caseIds: readonly string[] };
    /** A report about a message that this desk does not know. */
    "inbound.unmatchedReceipt": {
      readonly inboundId: string;
      readonly channelId: string;
      readonly state: string;
    };
  }
}
