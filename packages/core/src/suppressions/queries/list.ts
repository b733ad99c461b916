import * as z from "zod";
import { normaliseIdentity } from "../../customers/index.ts";
import {
  ageOrderInput,
  ageOrders,
  defineQuery,
  findPage,
  instantInput,
  lineInput,
  type Page,
  page,
  paging,
} from "../../kernel/index.ts";
import type { Filter } from "../../ports/index.ts";
import { type SuppressionRow, suppressions, suppressionView } from "../schema.ts";

const input = z.strictObject({
  kind: lineInput(50)
    .optional()
    .describe("Only addresses of this kind. Default if a value is given: `email`."),
  value: lineInput(320).optional().describe("Only this address."),
  valuePrefix: z.exactOptional(lineInput(320)).describe("Only addresses that start with this, normalised."),
  createdFrom: z.exactOptional(instantInput).describe("Suppressed at this time or later."),
  createdBefore: z.exactOptional(instantInput).describe("Suppressed before this time."),
  order: ageOrderInput.default("oldest"),
  ...paging,
});

/** Lists suppressed addresses. Oldest first unless another order is given. */
export const list = defineQuery({
  name: "suppressions.list",
  summary: "Lists suppressed addresses.",
  input,
  output: page(suppressionView),
  access: { permission: "intake.manage", cases: "none" },
  http: "GET /suppressions",
  run(read, { order, after, limit, ...wanted }): Promise<Page<SuppressionRow>> {
    const query = { where: { and: leavesOf(wanted) }, orderBy: ageOrders[order], after, limit };
    return findPage(read, suppressions, query);
  },
});

type Wanted = Omit<z.output<typeof input>, "order" | "after" | "limit">;

function leavesOf({
  value,
  valuePrefix,
  kind = value === undefined ? undefined : "email",
  createdFrom,
  createdBefore,
}: Wanted): readonly Filter<SuppressionRow>[] {
  return [
    ...(kind === undefined ? [] : [{ field: "kind", is: kind } as const]),
    ...(kind === undefined || value === undefined
      ? []
      : [{ field: "value", is: normaliseIdentity(kind, value) } as const]),
    ...(valuePrefix === undefined ? [] : [{ field: "value", startsWith: valuePrefix } as const]),
    ...(createdFrom === undefined ? [] : [{ field: "createdAt", atLeast: createdFrom } as const]),
    ...(createdBefore === undefined ? [] : [{ field: "createdAt", below: createdBefore } as const]),
  ];
}
