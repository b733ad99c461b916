import * as z from "zod";
import { defineQuery, named, shape } from "../../kernel/index.ts";
import { type CaseCounts, caseCounts, caseCountsShape, countedBy, summed } from "../counts/index.ts";
import { cases } from "../schema.ts";
import { casesState } from "../state.ts";

/** Surplus rows (beyond one per group) that are worth a job. */
const manyRows = 2_000;

/**
 * Counts cases, for badges. Exact as of the last commit. Counts are maintained rather than computed, so a million cases
 * take no longer than ten. After an upgrade from a version without counts, they are complete once a worker has counted.
 */
export const counts = defineQuery({
  name: "cases.counts",
  summary: "Counts cases, for badges.",
  input: z.strictObject({}),
  output: named<CaseCounts, never>()(shape("CaseCounts", caseCountsShape)),
  access: { permission: "cases.read" },
  http: "GET /case-counts",
  async run(read): Promise<CaseCounts> {
    const { upkeep } = read.use(casesState);
    if (!(await upkeep.isSettled(read))) {
      const measures = { amount: { measure: "count" } } as const;
      return summed(await read.aggregate(cases, { groupBy: countedBy, measures }));
    }
    const groups = await read.aggregate(caseCounts, {
      groupBy: countedBy,
      measures: { amount: { measure: "sum", field: "amount" }, rows: { measure: "count" } },
    });
    const rows = groups.reduce((sum, { values }) => sum + (values.rows ?? 0), 0);
    if (rows - groups.length > manyRows) await upkeep.fold(read);
    return summed(groups);
  },
});
