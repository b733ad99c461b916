export * from "./commands/remove.ts";
export * from "./commands/reorder.ts";
export * from "./commands/save.ts";
export * from "./queries/get.ts";
export * from "./queries/list.ts";
