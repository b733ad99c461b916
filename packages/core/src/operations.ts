/** What a desk can do, by room: the table that everything which calls operations is derived from. */
export * as agents from "./agents/operations.ts";
export * as teams from "./agents/teams/operations.ts";
