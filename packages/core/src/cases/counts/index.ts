export { caseDerivation } from "./derive.ts";
export { foldJobs } from "./fold.ts";
export { caseCounts } from "./schema.ts";
export { type CaseCounts, type CategoryCounts, caseCountsShape } from "./shape.ts";
export { countedBy, summed } from "./sums.ts";
export { type CaseUpkeep, createUpkeep, type NextDeadlines, recountKey } from "./upkeep.ts";
