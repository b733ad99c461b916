export * from "./commands/recompute.ts";
export * from "./queries/clocks.ts";
export * from "./queries/explain.ts";
export * from "./queries/recomputeProgress.ts";
export * from "./queries/report.ts";
export * from "./queries/simulate.ts";
