export * from "./queries/follow.ts";
export * from "./queries/list.ts";
