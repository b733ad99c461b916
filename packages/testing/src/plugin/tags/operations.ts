import { defineCommand, defineQuery, findPage, type Page, page, paging, shape } from "@heedkit/core";
import * as z from "zod";
import { backfillId } from "./counting.ts";
import {
  type BackfillRow,
  backfillView,
  countView,
  type TagCountRow,
  tagsBackfills,
  tagsCounts,
} from "./tables.ts";

/** Has a worker count the cases that existed before the plugin, in small commits. */
export const backfill = defineCommand({
  name: "tags.backfill",
  summary: "Counts the cases that were there before, in small commits by a worker.",
  input: z.strictObject({}),
  output: backfillView,
  access: { permission: "tags.manage" },
  http: "POST /tags/backfill",
  async run(tx): Promise<BackfillRow> {
    const known = await tx.get(tagsBackfills, backfillId);
    if (known !== null && !known.isDone) return known;
    await tx.enqueue("tags.backfill", { after: null }, { key: "tags.backfill" });
    const begun = { looked: 0, isDone: false };
    return known === null
      ? tx.insert(tagsBackfills, { id: backfillId, ...begun })
      : tx.update(tagsBackfills, known, begun);
  },
});

/** How many cases have each tag. */
export const counts = defineQuery({
  name: "tags.counts",
  summary: "Lists the tags with how many cases have them.",
  input: z.strictObject(paging),
  output: page(countView),
  access: { permission: "tags.read" },
  http: "GET /tags",
  run: (read, { after, limit }): Promise<Page<TagCountRow>> =>
    findPage(read, tagsCounts, {
      where: { field: "amount", above: 0 },
      orderBy: [{ field: "amount", direction: "descending" }, { field: "tag" }],
      after,
      limit,
    }),
});

/** The number of tags in use, and the total of their uses. */
export const total = defineQuery({
  name: "tags.total",
  summary: "Adds up how often tags are in use.",
  input: z.strictObject({}),
  output: shape("TagsTotal", z.object({ tags: z.number(), uses: z.number() })),
  access: { permission: "tags.read" },
  http: "GET /tags/total",
  async run(read): Promise<{ tags: number; uses: number }> {
    const [all] = await read.aggregate(tagsCounts, {
      where: { field: "amount", above: 0 },
      measures: { tags: { measure: "count" }, uses: { measure: "sum", field: "amount" } },
    });
    return { tags: all?.values.tags ?? 0, uses: all?.values.uses ?? 0 };
  },
});
