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
  comment: "Promises about cases, one a row: what was counted, what is due, what became of it.",
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
    countedMs: z.number().describe("Up to countedUntil."),
    elapsedMs: z.number().describe("The same stretches by the clock on the wall."),
    countedUntil: instant(),
    deadline: instant().nullable(),
    dueAt: instant().nullable().describe("When to look next: for a warning or the breach."),
    leasedUntil: instant().nullable(),
    fence: z.int().describe("Grows at each claim; an older holder's commit is refused."),
    warnings: z
      .array(z.object({ key: z.string(), atMs: z.number() }))
      .readonly()
      .describe("Still to come."),
    warned: z.array(z.string()).readonly().describe("Given."),
    breachedAt: instant().nullable(),
    endedAt: instant().nullable(),
    log: z.array(entry).readonly(),
    definitions: z.string().describe("Revision of policies and calendars that it was last measured against."),
    priority: priorities.describe("Of the case, when the clock was last written; also the next three."),
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
  comment: "SLA policies made at run time.",
  idPrefix: "slp",
  fields: {
    position: z.int().describe("The first one that is for a case applies."),
    definition: z.custom<SlaPolicy>(),
    createdAt: instant(),
    updatedAt: instant(),
  },
  personal: "none",
});

export const slaCalendars = defineTable("slaCalendars", {
  comment: "Business calendars made at run time, by name.",
  idPrefix: "cal",
  fields: { definition: calendarDefinitionSchema, createdAt: instant(), updatedAt: instant() },
  personal: "none",
});

export const slaCalendarRevisions = defineAppendOnlyTable("slaCalendarRevisions", {
  comment: "Every calendar that clocks were counted by, as it was: the id holds its name and digest.",
  idPrefix: "car",
  fields: { definition: calendarDefinitionSchema, createdAt: instant() },
  personal: "none",
});

export const slaRevisions = defineTable("slaRevisions", {
  comment: "Grows when policies or calendars are edited, so that every process notices.",
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

/** A promise about a case: what was counted, what is due, what became of it. */
export interface SlaClock extends StaffOf<typeof clockColumns> {}

export const clockView = named<SlaClock, never>()(clockColumns);
