import * as z from "zod";
import { SupportError } from "../../../errors/index.ts";
import { defineQuery, named, shape } from "../../../kernel/index.ts";
import { entryFilter, entryLeaves } from "../filter.ts";
import { timeEntries } from "../schema.ts";

/** Groups that one answer may have. */
const mostGroups = 10_000;

const input = z.strictObject({
  ...entryFilter,
  by: z
    .array(z.enum(["agentId", "caseId"]))
    .max(2)
    .default([])
    .describe("What to group by. Default: nothing, for one sum of all."),
});

const total = z.object({
  agentId: z.string().nullable().describe("Null unless it is grouped by."),
  caseId: z.string().nullable().describe("Null unless it is grouped by."),
  durationMs: z.int(),
  entries: z.int().describe("How many entries were added up."),
});

/** The sum of some time entries. */
export interface TimeTotal extends Readonly<z.output<typeof total>> {}

/**
 * Adds time up by agent, by case or both, in a period. Archived entries don't count.
 * @throws SupportError INVALID_INPUT for more than 10,000 groups: ask for a shorter period.
 */
export const totals = defineQuery({
  name: "timeEntries.totals",
  summary: "Adds time up by agent, by case or both, in a period.",
  input,
  output: named<readonly TimeTotal[], never>()(shape("TimeTotals", z.array(total).readonly())),
  access: { permission: "time.read" },
  http: "GET /time-totals",
  async run(read, { by, ...wanted }): Promise<readonly TimeTotal[]> {
    const groups = await read.aggregate(timeEntries, {
      where: { and: [{ field: "archivedAt", is: null }, ...entryLeaves(wanted)] },
      groupBy: [...new Set(by)],
      measures: { durationMs: { measure: "sum", field: "durationMs" }, entries: { measure: "count" } },
    });
    if (groups.length > mostGroups) throw tooMany(groups.length);
    return groups
      .map(({ group, values }) => ({
        agentId: textOf(group.agentId),
        caseId: textOf(group.caseId),
        durationMs: values.durationMs ?? 0,
        entries: values.entries ?? 0,
      }))
      .sort((left, right) => right.durationMs - left.durationMs || (keyOf(left) < keyOf(right) ? -1 : 1));
  },
});

function keyOf({ agentId, caseId }: TimeTotal): string {
  return `${agentId} ${caseId}`;
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function tooMany(count: number): SupportError {
  return new SupportError(
    "INVALID_INPUT",
    `timeEntries.totals: by: ${count} groups are more than ${mostGroups}. Ask for a shorter period, or group by less.`,
  );
}
