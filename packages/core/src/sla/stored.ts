import type { Read } from "../kernel/index.ts";
import { type CalendarRow, type PolicyRow, slaCalendars, slaPolicies } from "./schema.ts";

/** Maximum policies, and maximum calendars, created at run time in one tenant. */
export const mostStored = 1_000;

/** The policies created at run time, in order. */
export function storedPolicies(read: Pick<Read, "find">): Promise<readonly PolicyRow[]> {
  return read.find(slaPolicies, { orderBy: [{ field: "position" }], limit: mostStored });
}

/** The calendars created at run time. */
export function storedCalendars(read: Pick<Read, "find">): Promise<readonly CalendarRow[]> {
  return read.find(slaCalendars, { limit: mostStored });
}
