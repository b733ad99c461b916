import * as z from "zod";
import { defineQuery, reference } from "../../../kernel/index.ts";
import { requireEntry } from "../entry.ts";
import { type TimeEntryRow, timeEntryView } from "../schema.ts";

/** A time entry. @throws SupportError NOT_FOUND */
export const get = defineQuery({
  name: "timeEntries.get",
  summary: "Returns a time entry.",
  input: z.strictObject({ timeEntryId: reference("timeEntry") }),
  output: timeEntryView,
  access: { permission: "time.read", cases: "named" },
  http: "GET /time-entries/{timeEntryId}",
  run: (read, { timeEntryId }): Promise<TimeEntryRow> => requireEntry(read, timeEntryId),
});
