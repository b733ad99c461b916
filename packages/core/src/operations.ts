/** What a desk can do, by room: the table that everything which calls operations is derived from. */
export * as agents from "./agents/operations.ts";
export * as teams from "./agents/teams/operations.ts";
export * as audit from "./audit/operations.ts";
export * as delivery from "./delivery/operations.ts";
export * as suppressions from "./delivery/suppressions/operations.ts";
export * as events from "./events/operations.ts";
export * as intake from "./intake/operations.ts";
export * as jobs from "./jobs/operations.ts";
