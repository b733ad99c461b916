import * as z from "zod";
import { calendarDefinitionSchema } from "../../../calendar/index.ts";
import { SupportError } from "../../../errors/index.ts";
import { defineCommand } from "../../../kernel/index.ts";
import { noteEdit } from "../../edit.ts";
import { calendarName } from "../../policySchema.ts";
import { type CalendarRow, slaCalendars } from "../../schema.ts";
import { mostStored, storedCalendars } from "../../stored.ts";
import { calendarView } from "../view.ts";

/**
 * Adds or edits a business calendar. Includes its holidays. Time that clocks have counted stays counted.
 * @throws SupportError INVALID_INPUT listing every problem.
 */
export const save = defineCommand({
  name: "calendars.save",
  summary: "Adds or edits a business calendar.",
  input: z.strictObject({ name: calendarName, definition: calendarDefinitionSchema }),
  output: calendarView,
  access: { permission: "sla.write" },
  http: "PUT /sla/calendars/{name}",
  async run(tx, { name: id, definition }): Promise<CalendarRow> {
    const kept = await tx.get(slaCalendars, id);
    if (kept === null && (await storedCalendars(tx)).length >= mostStored)
      throw new SupportError(
        "INVALID_INPUT",
        `There are already ${mostStored} calendars, which is the limit. Remove one first.`,
      );
    await noteEdit(tx);
    return kept === null
      ? tx.insert(slaCalendars, { id, definition })
      : tx.update(slaCalendars, kept, { definition });
  },
});
