export * from "./commands/cancel.ts";
export * from "./commands/discard.ts";
export * from "./commands/replay.ts";
export * from "./queries/get.ts";
export * from "./queries/list.ts";
