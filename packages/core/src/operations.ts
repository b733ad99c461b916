/** What a desk can do, by room: the table that everything which calls operations is derived from. */

export * as agents from "./agents/operations.ts";
export * as teams from "./agents/teams/operations.ts";
export * as activities from "./customers/activities/operations.ts";
export * as companies from "./customers/companies/operations.ts";
export * as customers from "./customers/operations.ts";
