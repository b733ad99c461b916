export * from "./errors/index.ts";
export * from "./ports/index.ts";
export * from "./rows/index.ts";
