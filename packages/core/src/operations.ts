/** What a desk can do, by room: everything that calls operations is derived from this table. */

export * as agents from "./agents/operations.ts";
export * as roles from "./agents/roles/operations.ts";
export * as teams from "./agents/teams/operations.ts";
export * as audit from "./audit/operations.ts";
export * as brands from "./brands/operations.ts";
export * as drafts from "./cases/drafts/operations.ts";
export * as fields from "./cases/fields/operations.ts";
export * as cases from "./cases/operations.ts";
export * as statuses from "./cases/statuses/operations.ts";
export * as timeEntries from "./cases/timeEntries/operations.ts";
export * as activities from "./customers/activities/operations.ts";
export * as companies from "./customers/companies/operations.ts";
export * as customers from "./customers/operations.ts";
export * as delivery from "./delivery/operations.ts";
export * as suppressions from "./delivery/suppressions/operations.ts";
export * as events from "./events/operations.ts";
export * as intake from "./intake/operations.ts";
export * as jobs from "./jobs/operations.ts";
export * as reminders from "./reminders/operations.ts";
export * as schedules from "./schedules/operations.ts";
export * as calendars from "./sla/calendars/operations.ts";
export * as sla from "./sla/operations.ts";
export * as policies from "./sla/policies/operations.ts";
export * as macros from "./templates/macros/operations.ts";
export * as templates from "./templates/operations.ts";
export * as walks from "./walks/operations.ts";
