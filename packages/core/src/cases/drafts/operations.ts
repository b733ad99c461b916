export * from "./commands/remove.ts";
export * from "./commands/save.ts";
export * from "./queries/get.ts";
export * from "./queries/list.ts";
export * from "./queries/openAttachment.ts";
export * from "./queries/writers.ts";
