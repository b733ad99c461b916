export { type CaseCounts, type CategoryCounts, countCases } from "./counts.ts";
export { caseDerivation } from "./derive.ts";
export { foldJobs } from "./fold.ts";
export { caseCounts, caseUpkeep } from "./schema.ts";
export { type CaseFacts, createUpkeep, recount } from "./upkeep.ts";
