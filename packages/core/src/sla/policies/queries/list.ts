import * as z from "zod";
import {
  defineQuery,
  nameOrderInput,
  namePrefixInput,
  type Page,
  page,
  pageOf,
  paging,
} from "../../../kernel/index.ts";
import { inOrder, isFrom, sourceInput } from "../../listing.ts";
import { metrics } from "../../metrics.ts";
import { calendarName } from "../../policySchema.ts";
import type { PolicyRow } from "../../schema.ts";
import { listedPolicies } from "../listed.ts";
import { policyView } from "../view.ts";

const input = z.strictObject({
  source: sourceInput,
  metric: z.exactOptional(z.enum(metrics)).describe("Only policies with a target for this metric."),
  calendar: z.exactOptional(calendarName).describe("Only policies that count by this calendar."),
  namePrefix: namePrefixInput,
  order: z.enum(["evaluation", ...nameOrderInput.options]).default("evaluation"),
  ...paging,
});

/**
 * Lists SLA policies. In the order in which they are evaluated, the default one last, unless another order is given;
 * those in code count as the oldest.
 */
export const list = defineQuery({
  name: "policies.list",
  summary: "Lists SLA policies.",
  input,
  output: page(policyView),
  access: { permission: "sla.read", cases: "none" },
  http: "GET /sla/policies",
  async run(read, { order, after, limit, ...wanted }): Promise<Page<PolicyRow>> {
    const rows = (await listedPolicies(read)).filter((row) => isWanted(row, wanted));
    const sorted = order === "evaluation" ? rows : inOrder(rows, order, nameOf);
    return pageOf(sorted, ({ id }) => id, { after, limit });
  },
});

type Wanted = Omit<z.output<typeof input>, "order" | "after" | "limit">;

function isWanted(row: PolicyRow, { source, metric, calendar, namePrefix = "" }: Wanted): boolean {
  const { targets, ...policy } = row.definition;
  return (
    isFrom(row, source) &&
    (metric === undefined || targets.some((target) => target.metric === metric)) &&
    (calendar === undefined || [policy, ...targets].some((one) => one.calendar === calendar)) &&
    nameOf(row).startsWith(namePrefix)
  );
}

function nameOf({ definition: { name, id } }: PolicyRow): string {
  return name ?? id;
}
