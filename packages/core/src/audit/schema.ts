import * as z from "zod";
import { defineAppendOnlyTable, defineTable, instant } from "../kernel/index.ts";
import type { Instant, RowOf } from "../ports/index.ts";

export const auditBlocks = defineAppendOnlyTable("auditBlocks", {
  comment: "Seals over events: each holds the hash of the one before it. Never changed.",
  idPrefix: "blk",
  fields: {
    sequence: z.int().describe("1, 2, 3 ... in each tenant."),
    kind: z
      .enum(["regular", "late"])
      .describe("regular: events that follow the reach of the block before. late: events found behind it."),
    sealedAt: instant(),
    firstEventId: z.string(),
    lastEventId: z.string(),
    events: z.int().describe("How many this block seals."),
    total: z.int().describe("How many are sealed up to this block, its own included."),
    reachEventId: z
      .string()
      .describe("The last event of the regular blocks up to here: an unsealed one before it is late."),
    entriesHash: z.string(),
    previousHash: z.string(),
    hash: z.string(),
  },
  // Of two sealers at once, one gets the number: the chain cannot fork.
  unique: { sequence: ["sequence"] },
  indexes: { byEvent: ["tenantId", "kind", "lastEventId"] },
  // Ids, counts, and hashes over salted hashes.
  personal: "none",
});

/** An event's id, the hash of everything but its data, and the salted hash of its data. */
export const entrySchema = z.tuple([z.string(), z.string(), z.string()]);

/** The salt of an event's data as hex, or the event that tells of its erasure. */
export const saltSchema = z.union([z.string(), z.object({ redactedBy: z.string() })]);

export const auditEntries = defineTable("auditEntries", {
  comment: "What each audit block seals, event by event, under the id of the block.",
  idPrefix: "blk",
  fields: {
    entries: z
      .array(entrySchema)
      .describe("In the order of their ids: [id, hash of all but the data, salted hash of the data]."),
    salts: z
      .array(saltSchema)
      .describe(
        "By position. Secret: with the salt the data could be guessed. Removed where data is erased.",
      ),
  },
  personal: {
    subject: { mentions: "entries" },
    columns: {
      entries: { keep: "They prove that no event was changed, and tell nothing of data whose salt is gone." },
      salts: { keep: "`audit.redact` removes the salt with the data of an event." },
    },
  },
});

export type AuditBlock = RowOf<typeof auditBlocks>;
export type AuditEntry = z.output<typeof entrySchema>;
export type AuditSalt = z.output<typeof saltSchema>;

/** How far the seal of a tenant reaches. Keep it elsewhere and give it to `verify` as the anchor. */
export interface AuditHead {
  readonly tenantId: string;
  /** Number of the block. */
  readonly sequence: number;
  /** SHA-256 over the block and, through it, over all before it; lower-case hex. */
  readonly hash: string;
  readonly sealedAt: Instant;
  /** How many events are sealed up to it. */
  readonly events: number;
  /** The last event in the order of ids that is sealed. */
  readonly reachEventId: string;
}

declare module "../kernel/events.ts" {
  interface CoreEvents {
    /** The data of these events was erased, in the same commit as this was written. */
    "audit.redacted": {
      readonly eventIds: readonly string[];
      readonly reason: string;
      /** Where the desk has a key: that it was the desk which erased them. */
      readonly signature?: { readonly key: string; readonly mac: string };
    };
  }
}
