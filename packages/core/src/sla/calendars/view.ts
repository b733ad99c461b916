import * as z from "zod";
import { calendarDefinitionSchema } from "../../calendar/index.ts";
import { type Output, shape } from "../../kernel/index.ts";
import { type CalendarRow, slaCalendars } from "../schema.ts";

const calendar = z
  .object({
    name: z.string(),
    source: z
      .enum(["code", "stored"])
      .describe("Where it is defined. One defined in code can't be edited here."),
    definition: calendarDefinitionSchema,
  })
  .meta({ id: "Calendar" });

/** A business calendar and where it is defined: in the host's code, or in storage, where it can be edited. */
export interface Calendar extends Readonly<z.output<typeof calendar>> {}

const shown = shape("Calendar", calendar);

export const calendarView: Output<CalendarRow, Calendar, never> = {
  ...{ name: "Calendar", table: slaCalendars, isNothing: false, isForCustomers: false, schema: shown.schema },
  project: ({ id: name, definition, version }, viewer, viewing) =>
    shown.project({ name, definition, source: version === 0 ? "code" : "stored" }, viewer, viewing),
};
