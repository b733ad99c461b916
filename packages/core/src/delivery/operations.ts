export * from "./queries/receipt.ts";
