export * from "./commands/create.ts";
export * from "./commands/remove.ts";
export * from "./queries/get.ts";
export * from "./queries/list.ts";
