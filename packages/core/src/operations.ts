/** What a desk can do, by room: the table that everything which calls operations is derived from. */
export * as agents from "./agents/operations.ts";
export * as teams from "./agents/teams/operations.ts";
export * as calendars from "./sla/calendars/operations.ts";
export * as sla from "./sla/operations.ts";
export * as policies from "./sla/policies/operations.ts";
export * as macros from "./templates/macros/operations.ts";
export * as templates from "./templates/operations.ts";
