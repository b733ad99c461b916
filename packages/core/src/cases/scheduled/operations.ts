export * from "./commands/cancel.ts";
export * from "./commands/send.ts";
export * from "./commands/update.ts";
export * from "./queries/get.ts";
export * from "./queries/list.ts";
