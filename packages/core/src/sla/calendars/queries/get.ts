import * as z from "zod";
import { defineQuery } from "../../../kernel/index.ts";
import { calendarName } from "../../policySchema.ts";
import type { CalendarRow } from "../../schema.ts";
import { requireCalendar } from "../listed.ts";
import { calendarView } from "../view.ts";

/** Returns a business calendar. Includes its holidays. @throws SupportError NOT_FOUND */
export const get = defineQuery({
  name: "calendars.get",
  summary: "Returns a business calendar.",
  input: z.strictObject({ name: calendarName }),
  output: calendarView,
  access: { permission: "sla.read" },
  http: "GET /sla/calendars/{name}",
  run: (read, { name }): Promise<CalendarRow> => requireCalendar(read, name),
});
