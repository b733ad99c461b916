import * as z from "zod";
import { defineQuery, type Page, page, pageOf, paging } from "../../../kernel/index.ts";
import type { CalendarRow } from "../../schema.ts";
import { listedCalendars } from "../listed.ts";
import { calendarView } from "../view.ts";

/** Lists business calendars. Ordered by name; one created at run time replaces the one with its name in code. */
export const list = defineQuery({
  name: "calendars.list",
  summary: "Lists business calendars.",
  input: z.strictObject(paging),
  output: page(calendarView),
  access: { permission: "sla.read" },
  http: "GET /sla/calendars",
  run: async (read, paged): Promise<Page<CalendarRow>> =>
    pageOf(await listedCalendars(read), ({ id }) => id, paged),
});
