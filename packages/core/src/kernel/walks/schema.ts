import * as z from "zod";
import type { RowOf } from "../../ports/index.ts";
import { defineTable, instant } from "../table.ts";

export const walks = defineTable("walks", {
  comment: "Walks over the rows of a table, batch by batch, and how far each has come.",
  idPrefix: "wlk",
  fields: {
    name: z.string(),
    key: z.string().describe("Chosen by whoever starts it: walks of one name and key are one."),
    state: z.enum(["running", "done", "failed", "cancelled"]),
    looked: z.int().describe("Rows looked at so far."),
    changed: z.int().describe("Of these, how many were changed, as the walk says."),
    estimated: z.int().nullable().describe("Rows there were at the first batch; null before it."),
    position: z.string().nullable().describe("The id of the last row that was looked at."),
    batches: z.int().describe("Grows with each batch and each start, so that a late batch is refused."),
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
