import * as z from "zod";
import { calendarDefinitionSchema } from "../calendar/index.ts";
import { channelKinds, priorities } from "../cases/index.ts";
import {
  defineAppendOnlyTable,
  defineTable,
  defineView,
  instant,
  named,
  type StaffOf,
} from "../kernel/index.ts";
import type { RowOf } from "../ports/index.ts";
import { metrics } from "./metrics.ts";
import type { SlaPolicy } from "./policy.ts";

const entry = z.object({
  kind: z.enum(["activate", "pause", "resume", "fulfil", "warn", "breach", "retarget", "cancel"]),
  at: z.int(),
  countedMs: z.number(),
  because: z.string(),
  policyId: z.string().optional(),
  targetMs: z.number().optional(),
  calendar: z.string().nullable().optional(),
});

export const slaClocks = defineTable("slaClocks", {
  comment: "SLA clocks of cases: counted time, deadline and outcome.",
  idPrefix: "clk",
  fields: {
    caseId: z.string(),
    customerId: z.string(),
    metric: z.enum(metrics),
    policyId: z.string(),
    state: z.enum(["running", "paused", "fulfilled", "cancelled"]),
    causeMessageId: z.string().nullable().describe("The message that started it."),
    calendar: z.string().nullable().describe("Key of the calendar in force; null: all time counts."),
    targetMs: z.number(),
    startedAt: instant(),
    countedMs: z.number().describe("Counted time up to countedUntil."),
    elapsedMs: z.number().describe("The same in elapsed time."),
    countedUntil: instant(),
    deadline: instant().nullable(),
    dueAt: instant().nullable().describe("When to check it next, for a warning or the breach."),
    leasedUntil: instant().nullable(),
    fence: z.int().describe("Increases with each claim, so that an earlier holder's commit is rejected."),
    warnings: z
      .array(z.object({ key: z.string(), atMs: z.number() }))
      .readonly()
      .describe("Warnings that are still to come."),
    warned: z.array(z.string()).readonly().describe("Given."),
    breachedAt: instant().nullable(),
    endedAt: instant().nullable(),
    log: z.array(entry).readonly(),
    definitions: z.string().describe("Revision of the policies and calendars that it was last measured by."),
    priority: priorities.describe(
      "Of the case when the clock was last written, like the next three columns.",
    ),
    channelKind: channelKinds,
    teamId: z.string().nullable(),
    assigneeId: z.string().nullable(),
  },
  indexes: { byCase: ["tenantId", "caseId"], byState: ["tenantId", "state", "id"] },
  sparseIndexes: {
    due: ["dueAt"],
    ended: ["endedAt", "tenantId"],
    breached: ["breachedAt", "tenantId"],
  },
  personal: {
    subject: { customer: "customerId" },
    columns: { calendar: "none", warnings: "none", warned: "none", log: "none", definitions: "none" },
  },
});

export const slaPolicies = defineTable("slaPolicies", {
  comment: "SLA policies created at run time.",
  idPrefix: "slp",
  fields: {
    position: z.int().describe("The first policy that matches a case applies."),
    definition: z.custom<SlaPolicy>(),
    createdAt: instant(),
    updatedAt: instant(),
  },
  personal: "none",
});

export const slaCalendars = defineTable("slaCalendars", {
  comment: "Business calendars created at run time, by name.",
  idPrefix: "cal",
  fields: { definition: calendarDefinitionSchema, createdAt: instant(), updatedAt: instant() },
  personal: "none",
});

export const slaCalendarRevisions = defineAppendOnlyTable("slaCalendarRevisions", {
  comment: "Every version of a calendar that clocks were counted by. The id holds its name and digest.",
  idPrefix: "car",
  fields: { definition: calendarDefinitionSchema, createdAt: instant() },
  personal: "none",
});

export const slaRevisions = defineTable("slaRevisions", {
  comment: "Increases when policies or calendars are edited, so that every process notices.",
  idPrefix: "slr",
  fields: { revision: z.int(), updatedAt: instant() },
  personal: "none",
});

export interface ClockRow extends RowOf<typeof slaClocks> {}
export interface PolicyRow extends RowOf<typeof slaPolicies> {}
export interface CalendarRow extends RowOf<typeof slaCalendars> {}

const clockColumns = defineView("SlaClock", slaClocks, {
  internal: ["leasedUntil", "fence", "definitions"],
  customer: null,
});

/** An SLA clock of a case: counted time, deadline and outcome. */
export interface SlaClock extends StaffOf<typeof clockColumns> {}

export const clockView = named<SlaClock, never>()(clockColumns);
