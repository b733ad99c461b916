import * as z from "zod";
import {
  defineQuery,
  nameOrderInput,
  namePrefixInput,
  type Page,
  page,
  pageOf,
  paging,
} from "../../../kernel/index.ts";
import { inOrder, isFrom, sourceInput } from "../../listing.ts";
import type { CalendarRow } from "../../schema.ts";
import { listedCalendars } from "../listed.ts";
import { calendarView } from "../view.ts";

const input = z.strictObject({
  source: sourceInput,
  kind: z.exactOptional(z.enum(["weekly", "always", "union"])),
  namePrefix: namePrefixInput,
  order: nameOrderInput.default("name"),
  ...paging,
});

/**
 * Lists business calendars. By name unless another order is given; one created at run time replaces the one with its name
 * in code.
 */
export const list = defineQuery({
  name: "calendars.list",
  summary: "Lists business calendars.",
  input,
  output: page(calendarView),
  access: { permission: "sla.read", cases: "none" },
  http: "GET /sla/calendars",
  async run(read, { source, kind, namePrefix = "", order, after, limit }): Promise<Page<CalendarRow>> {
    const rows = (await listedCalendars(read)).filter(
      (row) =>
        isFrom(row, source) &&
        (kind === undefined || (row.definition.kind ?? "weekly") === kind) &&
        row.id.startsWith(namePrefix),
    );
    const sorted = inOrder(rows, order, ({ id }) => id);
    return pageOf(sorted, ({ id }) => id, { after, limit });
  },
});
