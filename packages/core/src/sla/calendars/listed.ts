import type { CalendarDefinition } from "../../calendar/index.ts";
import { SupportError } from "../../errors/index.ts";
import type { Read } from "../../kernel/index.ts";
import { suggest } from "../../suggest.ts";
import type { CalendarRow } from "../schema.ts";
import { slaState } from "../state.ts";
import { storedCalendars } from "../stored.ts";

/** All calendars by name; one created at run time replaces the one with its name in code. */
export async function listedCalendars(read: Read): Promise<readonly CalendarRow[]> {
  const stored = await storedCalendars(read);
  const names = new Set(stored.map(({ id }) => id));
  const ofCode = Object.entries(read.use(slaState).code.calendars).filter(([name]) => !names.has(name));
  const all = [...stored, ...ofCode.map(([name, definition]) => unstored(read.tenantId, name, definition))];
  return all.toSorted((left, right) => (left.id < right.id ? -1 : 1));
}

/** A calendar in code in the form of a stored one; version 0 means that it is not stored. */
function unstored(tenantId: string, id: string, definition: CalendarDefinition): CalendarRow {
  return { tenantId, id, version: 0, definition, createdAt: 0, updatedAt: 0 };
}

/** @throws SupportError NOT_FOUND */
export async function requireCalendar(read: Read, name: string): Promise<CalendarRow> {
  const all = await listedCalendars(read);
  const found = all.find(({ id }) => id === name);
  if (found !== undefined) return found;
  const hint = suggest(
    name,
    all.map(({ id }) => id),
  );
  throw new SupportError("NOT_FOUND", `There is no calendar "${name}".${hint}`, { details: { name } });
}
