import * as z from "zod";
import { defineQuery, named, type Read, shape } from "../../kernel/index.ts";
import type { AggregateRow, Filter } from "../../ports/index.ts";
import { type CaseCounts, caseCounts, caseCountsShape, countedBy, summed } from "../counts/index.ts";
import { type CaseRow, cases } from "../schema.ts";
import { casesWithin } from "../scope.ts";
import { casesState } from "../state.ts";

/** Surplus rows (beyond one per group) that are worth a job. */
const manyRows = 2_000;

/**
 * Counts cases, for badges. Exact as of the last commit. Counts are maintained rather than computed, so a million cases
 * take no longer than ten; for agents whose role covers only some cases they are computed. After an upgrade from a version
 * without counts, they are complete once a worker has counted.
 */
export const counts = defineQuery({
  name: "cases.counts",
  summary: "Counts cases, for badges.",
  input: z.strictObject({}),
  output: named<CaseCounts, never>()(shape("CaseCounts", caseCountsShape)),
  access: { permission: "cases.read", cases: "narrowed" },
  http: "GET /case-counts",
  async run(read): Promise<CaseCounts> {
    const { upkeep } = read.use(casesState);
    const within = await casesWithin(read, "cases.read");
    if (within !== null || !(await upkeep.isSettled(read))) return summed(await counted(read, within));
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
async function counted(read: Read, within: Filter<CaseRow> | null): Promise<readonly AggregateRow[]> {
  const groupBy = ["status", "category", "assigneeId", "teamId", "spam"] as const;
  const measures = { amount: { measure: "count" } } as const;
  const among = (leaf: Filter<CaseRow>): Filter<CaseRow> =>
    within === null ? leaf : { and: [within, leaf] };
  const [awake, snoozed] = await Promise.all([
    read.aggregate(cases, { groupBy, measures, where: among({ field: "snoozedUntil", is: null }) }),
    read.aggregate(cases, { groupBy, measures, where: among({ field: "snoozedUntil", isNot: null }) }),
  ]);
  return [...awake, ...snoozed.map((row) => ({ ...row, group: { ...row.group, snoozed: true } }))];
}
