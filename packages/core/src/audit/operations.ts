export * from "./commands/redact.ts";
export * from "./commands/seal.ts";
export * from "./queries/head.ts";
export * from "./queries/verify.ts";
