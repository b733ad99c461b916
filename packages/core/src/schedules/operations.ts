export * from "./queries/list.ts";
