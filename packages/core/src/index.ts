export * from "./errors/index.ts";
export * from "./ports/index.ts";
export { compareRows, compareTuples, cursorOf, predicate, requireField, totalOrder } from "./rows/index.ts";
