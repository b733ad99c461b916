export * from "./commands/cancel.ts";
export * from "./commands/resume.ts";
export * from "./commands/start.ts";
export * from "./queries/get.ts";
export * from "./queries/list.ts";
