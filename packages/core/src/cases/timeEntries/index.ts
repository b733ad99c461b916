export type { TimeEntryInput } from "./commands/create.ts";
export { noEntry } from "./entry.ts";
export { movingTime } from "./moving.ts";
export type { TimeTotal } from "./queries/totals.ts";
export { type TimeEntry, type TimeEntryNews, type TimeEntryRow, timeEntries } from "./schema.ts";
export { timeSpentDerivation } from "./totalDerivation.ts";
