export * from "./commands/create.ts";
