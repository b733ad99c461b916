import * as z from "zod";
import { defineQuery, type Page, page, pageOf, paging } from "../../../kernel/index.ts";
import type { CalendarRow } from "../../schema.ts";
import { listedCalendars } from "../listed.ts";
import { calendarView } from "../view.ts";

/** The calendars, by name; one made at run time takes the place of the code's with its name. */
export const list = defineQuery({
  name: "calendars.list",
  summary: "Lists the business calendars.",
  input: z.strictObject(paging),
  output: page(calendarView),
  access: { permission: "sla.read" },
  http: "GET /sla/calendars",
  run: async (read, paged): Promise<Page<CalendarRow>> =>
    pageOf(await listedCalendars(read), ({ id }) => id, paged),
});
