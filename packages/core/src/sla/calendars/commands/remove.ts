import * as z from "zod";
import { SupportError } from "../../../errors/index.ts";
import { defineCommand, nothing, type Read } from "../../../kernel/index.ts";
import { noteEdit } from "../../edit.ts";
import { calendarName } from "../../policySchema.ts";
import { slaCalendars } from "../../schema.ts";
import { slaState } from "../../state.ts";
import { storedPolicies } from "../../stored.ts";
import { requireCalendar } from "../listed.ts";

/**
 * Removes a business calendar that was created at run time. A calendar with its name in code takes effect again. Time
 * that clocks have counted stays counted.
 * @throws SupportError NOT_FOUND; INVALID_INPUT for one defined in code, and while policies use it
 */
export const remove = defineCommand({
  name: "calendars.remove",
  summary: "Removes a business calendar that was created at run time.",
  input: z.strictObject({ name: calendarName }),
  output: nothing,
  access: { permission: "sla.write" },
  http: "DELETE /sla/calendars/{name}",
  async run(tx, { name }): Promise<void> {
    const { version } = await requireCalendar(tx, name);
    const row = version === 0 ? null : await tx.get(slaCalendars, name);
    if (row === null)
      throw new SupportError("INVALID_INPUT", `The calendar "${name}" is defined in code. Edit it there.`);
    await refuseNamed(tx, name);
    tx.delete(slaCalendars, row);
    await noteEdit(tx);
  },
});

/** A target without its calendar would count all time. */
async function refuseNamed(read: Read, name: string): Promise<void> {
  if (Object.hasOwn(read.use(slaState).code.calendars, name)) return;
  const users = (await storedPolicies(read)).filter(({ definition }) =>
    [definition, ...definition.targets].some(({ calendar }) => calendar === name),
  );
  if (users.length === 0) return;
  const ids = users.map(({ id }) => `"${id}"`).join(", ");
  throw new SupportError(
    "INVALID_INPUT",
    `The calendar "${name}" is used by policies: ${ids}. Change them first.`,
    { details: { policyIds: users.map(({ id }) => id) } },
  );
}
