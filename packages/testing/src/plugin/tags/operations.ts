import {
  operations as core,
  defineCommand,
  defineQuery,
  findPage,
  isMigrated,
  nothing,
  type Page,
  page,
  paging,
  shape,
} from "@heedkit/core";
import * as z from "zod";
import { countOld } from "./counting.ts";
import { countView, type TagCountRow, tagsCounts } from "./tables.ts";

/** Counts all cases again, in small commits by a worker. */
export const recount = defineCommand({
  name: "tags.recount",
  summary: "Counts all cases again, in small commits by a worker.",
  input: z.strictObject({}),
  output: nothing,
  access: { permission: "tags.manage" },
  http: "POST /tags/recount",
  async run(tx): Promise<void> {
    const which = { walk: "tags.recount", key: "cases", again: true };
    await tx.call(core.walks.start, which, { as: "system" });
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

const totals = z.object({
  tags: z.number(),
  uses: z.number(),
  isComplete: z.boolean().describe("False until the cases from before the plugin are counted."),
});

/** How many tags are in use, and how often all of them. */
export const total = defineQuery({
  name: "tags.total",
  summary: "Adds up how often tags are in use.",
  input: z.strictObject({}),
  output: shape("TagsTotal", totals),
  access: { permission: "tags.read" },
  http: "GET /tags/total",
  async run(read): Promise<z.output<typeof totals>> {
    const [all] = await read.aggregate(tagsCounts, {
      where: { field: "amount", above: 0 },
      measures: { tags: { measure: "count" }, uses: { measure: "sum", field: "amount" } },
    });
    const isComplete = await isMigrated(read, countOld);
    return { tags: all?.values.tags ?? 0, uses: all?.values.uses ?? 0, isComplete };
  },
});
