import * as z from "zod";
import { defineQuery, named, shape } from "../../kernel/index.ts";
import { type CaseCounts, caseCounts, caseCountsShape, countedBy, summed } from "../counts/index.ts";
import { cases } from "../schema.ts";
import { casesWithin } from "../scope.ts";
import { casesState } from "../state.ts";

/** Rows beyond one a group that are worth a job. */
const manyRows = 2_000;

/**
 * Numbers for badges, exact as of the last commit. They are kept, not counted: it takes no longer with a million cases
 * than with ten, but for agents whose role reaches some cases only, and for a desk that was just brought from a version without them, until a worker has counted once.
 */
export const counts = defineQuery({
  name: "cases.counts",
  summary: "Returns how many cases there are, for badges.",
  input: z.strictObject({}),
  output: named<CaseCounts, never>()(shape("CaseCounts", caseCountsShape)),
  access: { permission: "cases.read", cases: "narrowed" },
  http: "GET /case-counts",
  async run(read): Promise<CaseCounts> {
    const { upkeep } = read.use(casesState);
    const within = await casesWithin(read, "cases.read");
    if (within !== null || !(await upkeep.isSettled(read))) {
      const measures = { amount: { measure: "count" } } as const;
      const where = within === null ? {} : { where: within };
      return summed(await read.aggregate(cases, { ...where, groupBy: countedBy, measures }));
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
