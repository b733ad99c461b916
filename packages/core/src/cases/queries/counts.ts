import * as z from "zod";
import { defineQuery, named, type Read, shape } from "../../kernel/index.ts";
import type { AggregateRow } from "../../ports/index.ts";
import { type CaseCounts, caseCounts, caseCountsShape, countedBy, summed } from "../counts/index.ts";
import { cases } from "../schema.ts";
import { casesState } from "../state.ts";

/** Rows beyond one a group that are worth a job. */
const manyRows = 2_000;

/**
 * Numbers for badges, exact as of the last commit. They are kept, not counted: it takes no longer with a million cases
 * than with ten, but for a desk that was just brought from a version without them, until a worker has counted once.
 */
export const counts = defineQuery({
  name: "cases.counts",
  summary: "Returns how many cases there are, for badges.",
  input: z.strictObject({}),
  output: named<CaseCounts, never>()(shape("CaseCounts", caseCountsShape)),
  access: { permission: "cases.read" },
  http: "GET /case-counts",
  async run(read): Promise<CaseCounts> {
    const { upkeep } = read.use(casesState);
    if (!(await upkeep.isSettled(read))) return summed(await counted(read));
    const groups = await read.aggregate(caseCounts, {
      groupBy: countedBy,
      measures: { amount: { measure: "sum", field: "amount" }, rows: { measure: "count" } },
    });
    const rows = groups.reduce((sum, { values }) => sum + (values.rows ?? 0), 0);
    if (rows - groups.length > manyRows) await upkeep.fold(read);
    return summed(groups);
  },
});

/** Counts the cases themselves. */
async function counted(read: Read): Promise<readonly AggregateRow[]> {
  const groupBy = ["status", "category", "assigneeId", "teamId", "spam"] as const;
  const measures = { amount: { measure: "count" } } as const;
  const [awake, snoozed] = await Promise.all([
    read.aggregate(cases, { groupBy, measures, where: { field: "snoozedUntil", is: null } }),
    read.aggregate(cases, { groupBy, measures, where: { field: "snoozedUntil", isNot: null } }),
  ]);
  return [...awake, ...snoozed.map((row) => ({ ...row, group: { ...row.group, snoozed: true } }))];
}
