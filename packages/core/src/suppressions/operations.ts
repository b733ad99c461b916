export * from "./commands/create.ts";
export * from "./commands/remove.ts";
export * from "./commands/update.ts";
export * from "./queries/get.ts";
export * from "./queries/list.ts";
