export * from "./commands/apply.ts";
export * from "./commands/archive.ts";
export * from "./commands/restore.ts";
export * from "./commands/save.ts";
export * from "./queries/get.ts";
export * from "./queries/list.ts";
export * from "./queries/search.ts";
