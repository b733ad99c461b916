export * from "./commands/retry.ts";
export * from "./queries/receipt.ts";
