import * as z from "zod";
import {
  archivedFilter,
  archivedInput,
  defineQuery,
  findPage,
  type Page,
  page,
  paging,
} from "../../../kernel/index.ts";
import { reachedPage } from "../../scope.ts";
import { entryFilter, entryLeaves } from "../filter.ts";
import { type TimeEntryRow, timeEntries, timeEntryView } from "../schema.ts";

const input = z.strictObject({
  ...entryFilter,
  archived: archivedInput,
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
    const where = { and: [archivedFilter(archived), ...entryLeaves(wanted)] };
    const found = await findPage(read, timeEntries, { where, orderBy: orders[order], after, limit });
    return reachedPage(read, "time.read", found);
  },
});
