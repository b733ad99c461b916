import * as z from "zod";
import { normaliseIdentity } from "../../../customers/index.ts";
import { defineQuery, findPage, lineInput, type Page, page, paging } from "../../../kernel/index.ts";
import type { Filter } from "../../../ports/index.ts";
import { type SuppressionRow, suppressions, suppressionView } from "../../schema.ts";

const input = z.strictObject({
  kind: lineInput(50)
    .optional()
    .describe("Only addresses of this kind. Default if a value is given: `email`."),
  value: lineInput(320).optional().describe("Only this address."),
  ...paging,
});

/** Lists suppressed addresses. Ordered by id. */
export const list = defineQuery({
  name: "suppressions.list",
  summary: "Lists suppressed addresses.",
  input,
  output: page(suppressionView),
  access: { permission: "intake.manage" },
  http: "GET /suppressions",
  run(
    read,
    { value, kind = value === undefined ? undefined : "email", after, limit },
  ): Promise<Page<SuppressionRow>> {
    const leaves: Filter<SuppressionRow>[] = [
      ...(kind === undefined ? [] : [{ field: "kind", is: kind } as const]),
      ...(kind === undefined || value === undefined
        ? []
        : [{ field: "value", is: normaliseIdentity(kind, value) } as const]),
    ];
    return findPage(read, suppressions, { where: { and: leaves }, after, limit });
  },
});
