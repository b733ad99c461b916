export * from "./commands/create.ts";
export * from "./commands/setPresence.ts";
export * from "./commands/setSignature.ts";
export * from "./commands/update.ts";
export * from "./commands/upsert.ts";
export * from "./queries/get.ts";
export * from "./queries/list.ts";
export * from "./queries/search.ts";
