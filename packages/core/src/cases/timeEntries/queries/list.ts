import * as z from "zod";
import { defineQuery, findPage, type Page, page, paging } from "../../../kernel/index.ts";
import { reachedPage } from "../../scope.ts";
import { entryFilter, entryLeaves } from "../filter.ts";
import { type TimeEntryRow, timeEntries, timeEntryView } from "../schema.ts";

const input = z.strictObject({
  ...entryFilter,
  archived: z.boolean().default(false).describe("True for the archived ones alone. Default: the others."),
  order: z.enum(["newest", "oldest"]).default("newest").describe("By when the time was spent."),
  ...paging,
});

const orders = {
  newest: [{ field: "at", direction: "descending" }],
  oldest: [{ field: "at" }],
} as const;

/** Time entries of a case, an agent or a period, newest first. */
export const list = defineQuery({
  name: "timeEntries.list",
  summary: "Lists time entries.",
  input,
  output: page(timeEntryView),
  access: { permission: "time.read", cases: "narrowed" },
  http: "GET /time-entries",
  async run(read, { archived, order, after, limit, ...wanted }): Promise<Page<TimeEntryRow>> {
    const kept = archived
      ? ({ field: "archivedAt", isNot: null } as const)
      : ({ field: "archivedAt", is: null } as const);
    return reachedPage(
      read,
      "time.read",
      await findPage(read, timeEntries, {
        where: { and: [kept, ...entryLeaves(wanted)] },
        orderBy: orders[order],
        after,
        limit,
      }),
    );
  },
});
