import * as z from "zod";
import type { RowOf } from "../../ports/index.ts";
import { defineTable, instant } from "../table.ts";

export const walks = defineTable("walks", {
  comment: "Walks over the rows of a table in batches, with their progress.",
  idPrefix: "wlk",
  fields: {
    name: z.string(),
    key: z.string().describe("Chosen by the caller: the same name and key is the same walk."),
    state: z.enum(["running", "done", "failed", "cancelled"]),
    looked: z.int().describe("Rows visited so far."),
    changed: z.int().describe("How many of these were changed, as reported by the walk."),
    estimated: z.int().nullable().describe("Row count at the first batch; null before it."),
    position: z.string().nullable().describe("The id of the last visited row."),
    batches: z.int().describe("Increases with each batch and start, so that a late batch is rejected."),
    data: z.record(z.string(), z.unknown()),
    place: z
      .int()
      .nullable()
      .describe(
        "Of a plugin's migration: its place among the plugin's migrations, from 0. Null for other walks.",
      ),
    failure: z.object({ code: z.string(), message: z.string() }).nullable(),
    createdAt: instant(),
    updatedAt: instant(),
    finishedAt: instant().nullable(),
  },
  unique: { key: ["name", "key"] },
  sparseIndexes: { migrations: ["place", "tenantId"] },
  personal: { subject: { mentions: "data" }, rows: "erase" },
});

export type WalkRow = RowOf<typeof walks>;
