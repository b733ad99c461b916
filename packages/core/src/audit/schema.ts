import * as z from "zod";
import { defineAppendOnlyTable, defineTable, instant } from "../kernel/index.ts";
import type { Instant, RowOf } from "../ports/index.ts";

export const auditBlocks = defineAppendOnlyTable("auditBlocks", {
  comment: "Seals over events, each with the hash of the one before it. Append-only.",
  idPrefix: "blk",
  fields: {
    sequence: z.int().describe("1, 2, 3 ... within each tenant."),
    kind: z
      .enum(["regular", "late"])
      .describe("regular: events after the reach of the previous block. late: events found before it."),
    sealedAt: instant(),
    firstEventId: z.string(),
    lastEventId: z.string(),
    events: z.int().describe("How many events this block seals."),
    total: z.int().describe("How many events are sealed up to and including this block."),
    reachEventId: z
      .string()
      .describe("The last event of the regular blocks so far: an unsealed event before it is late."),
    entriesHash: z.string(),
    previousHash: z.string(),
    hash: z.string(),
  },
  // If two sealers write at once, only one gets the number, so the chain can't fork.
  unique: { sequence: ["sequence"] },
  indexes: { byEvent: ["tenantId", "kind", "lastEventId"] },
  // Ids, counts, and hashes over salted hashes.
  personal: "none",
});

/** An event's id, the hash of everything but its data, and the salted hash of its data. */
export const entrySchema = z.tuple([z.string(), z.string(), z.string()]);

/** The salt of an event's data in hex, or the event that records its erasure. */
export const saltSchema = z.union([z.string(), z.object({ redactedBy: z.string() })]);

export const auditEntries = defineTable("auditEntries", {
  comment: "What each audit block seals, event by event. The id is that of the block.",
  idPrefix: "blk",
  fields: {
    entries: z
      .array(entrySchema)
      .describe("In id order: [id, hash of everything but the data, salted hash of the data]."),
    salts: z
      .array(saltSchema)
      .describe(
        "By position. Secret, as the salt would allow guessing the data. Removed when data is erased.",
      ),
  },
  personal: {
    subject: { mentions: "entries" },
    columns: {
      entries: {
        keep: "They prove that no event was changed, and reveal nothing about data whose salt is gone.",
      },
      salts: { keep: "`audit.redact` removes the salt along with the event's data." },
    },
  },
});

export type AuditBlock = RowOf<typeof auditBlocks>;
export type AuditEntry = z.output<typeof entrySchema>;
export type AuditSalt = z.output<typeof saltSchema>;

/** How far a tenant's seal reaches. Save it elsewhere and pass it to `verify` as the anchor. */
export interface AuditHead {
  readonly tenantId: string;
  /** The block's number. */
  readonly sequence: number;
  /** SHA-256 of the block, chained over all blocks before it; lower-case hex. */
  readonly hash: string;
  readonly sealedAt: Instant;
  /** How many events are sealed up to this block. */
  readonly events: number;
  /** The last sealed event, in id order. */
  readonly reachEventId: string;
}

declare module "../kernel/events.ts" {
  interface CoreEvents {
    /** The data of these events was erased in the commit that wrote this event. */
    "audit.redacted": {
      readonly eventIds: readonly string[];
      readonly reason: string;
      /** If the desk has a key: proves that the desk erased them. */
      readonly signature?: { readonly key: string; readonly mac: string };
    };
  }
}
