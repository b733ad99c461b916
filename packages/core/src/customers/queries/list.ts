import * as z from "zod";
import {
  defineQuery,
  findPage,
  instantInput,
  type Page,
  page,
  paging,
  reference,
} from "../../kernel/index.ts";
import type { Filter } from "../../ports/index.ts";
import { type CustomerRow, customers, customerView } from "../schema.ts";

const input = z.strictObject({
  companyId: reference("company").nullable().optional().describe("Null for those of no company."),
  hasHostId: z.boolean().optional().describe("Whether the host application knows them."),
  createdFrom: instantInput.optional().describe("Created at this moment or later."),
  createdBefore: instantInput.optional().describe("Created before this moment."),
  merged: z
    .boolean()
    .default(false)
    .describe("True for those alone who were merged into others. Default: the others, one a person."),
  order: z.enum(["oldest", "newest", "name"]).default("oldest"),
  ...paging,
});

const orders = {
  oldest: [{ field: "createdAt" }],
  newest: [{ field: "createdAt", direction: "descending" }],
  name: [{ field: "name" }],
} as const;

/** The customers, each person once: who was merged into another is left out unless asked for. */
export const list = defineQuery({
  name: "customers.list",
  summary: "Lists the customers.",
  input,
  output: page(customerView),
  access: { permission: "customers.read", cases: "none" },
  http: "GET /customers",
  run(read, { order, after, limit, ...filters }): Promise<Page<CustomerRow>> {
    const { companyId, hasHostId, createdFrom, createdBefore, merged } = filters;
    const leaves: Filter<CustomerRow>[] = [
      merged ? { field: "mergedIntoId", isNot: null } : { field: "mergedIntoId", is: null },
      ...(companyId === undefined ? [] : [{ field: "companyId", is: companyId } as const]),
      ...(hasHostId === undefined
        ? []
        : [
            hasHostId
              ? ({ field: "hostId", isNot: null } as const)
              : ({ field: "hostId", is: null } as const),
          ]),
      ...(createdFrom === undefined ? [] : [{ field: "createdAt", atLeast: createdFrom } as const]),
      ...(createdBefore === undefined ? [] : [{ field: "createdAt", below: createdBefore } as const]),
    ];
    return findPage(read, customers, { where: { and: leaves }, orderBy: orders[order], after, limit });
  },
});
