import * as z from "zod";
import { defineTable, defineView, instant, named, type StaffOf } from "../../kernel/index.ts";
import type { RowOf } from "../../ports/index.ts";

export const timeEntries = defineTable("timeEntries", {
  comment: "Time that agents spent on cases.",
  idPrefix: "tim",
  fields: {
    caseId: z.string(),
    agentId: z.string().describe("Who spent it."),
    durationMs: z.int(),
    at: instant().describe("When it was spent; sums by period go by it."),
    note: z.string().nullable(),
    archivedAt: instant().nullable().describe("An archived entry counts nowhere."),
    createdAt: instant(),
    updatedAt: instant(),
  },
  indexes: {
    byCase: ["tenantId", "caseId", "at"],
    byAgent: ["tenantId", "agentId", "at"],
    byTime: ["tenantId", "at"],
  },
  personal: {
    subject: [{ agent: "agentId" }, { through: "caseId", table: "cases" }],
    columns: { note: "erase" },
  },
});

export interface TimeEntryRow extends RowOf<typeof timeEntries> {}

const columns = defineView("TimeEntry", timeEntries, { customer: null });

/** Time that an agent spent on a case. */
export interface TimeEntry extends StaffOf<typeof columns> {}

export const timeEntryView = named<TimeEntry, never>()(columns);

declare module "../../kernel/events.ts" {
  interface CoreEvents {
    "timeEntry.created": TimeEntryNews;
    "timeEntry.updated": TimeEntryNews & { readonly fields: readonly string[] };
    "timeEntry.archived": TimeEntryNews;
  }
}

/** What events say of an entry: as it is after them. */
export interface TimeEntryNews {
  readonly timeEntryId: string;
  readonly caseId: string;
  readonly agentId: string;
  readonly durationMs: number;
}
