import * as z from "zod";
import { defineTable, defineView, instant, named, type StaffOf } from "../kernel/index.ts";
import type { RowOf } from "../ports/index.ts";

export const reminderStates = z.enum(["waiting", "due", "done"]);

export const reminders = defineTable("reminders", {
  comment: "What agents want to be reminded of.",
  idPrefix: "rem",
  fields: {
    agentId: z.string().describe("Who is reminded."),
    caseId: z.string().nullable().describe("The case that it is about; null for none."),
    text: z.string(),
    remindAt: instant(),
    state: reminderStates.describe("waiting: its moment has not come; due: it has; done: it was dealt with."),
    firedAt: instant().nullable().describe("When its agent was last reminded."),
    doneAt: instant().nullable(),
    dueAt: instant().nullable(),
    leasedUntil: instant().nullable(),
    fence: z.int(),
    createdAt: instant(),
    updatedAt: instant(),
  },
  indexes: { byAgent: ["tenantId", "agentId", "remindAt"] },
  sparseIndexes: { byCase: ["caseId", "tenantId"], due: ["dueAt"] },
  personal: {
    subject: [{ agent: "agentId" }, { through: "caseId", table: "cases" }],
    columns: { text: "erase" },
  },
});

export interface ReminderRow extends RowOf<typeof reminders> {}

const columns = defineView("Reminder", reminders, {
  internal: ["dueAt", "leasedUntil", "fence"],
  customer: null,
});

/** What an agent wants to be reminded of. */
export interface Reminder extends StaffOf<typeof columns> {}

export const reminderView = named<Reminder, never>()(columns);
