import * as z from "zod";
import {
  archivedFilter,
  archivedInput,
  defineQuery,
  findPage,
  instantInput,
  nameOrderInput,
  nameOrders,
  namePrefixFilter,
  namePrefixInput,
  type Page,
  page,
  paging,
  reference,
} from "../../kernel/index.ts";
import type { Filter } from "../../ports/index.ts";
import { type CustomerRow, customers, customerView } from "../schema.ts";

const input = z.strictObject({
  companyId: reference("company").nullable().optional().describe("Null for customers without a company."),
  hasHostId: z.boolean().optional().describe("Whether the customer has a hostId."),
  createdFrom: instantInput.optional().describe("Created at this time or later."),
  createdBefore: instantInput.optional().describe("Created before this time."),
  merged: z
    .boolean()
    .default(false)
    .describe("True: only customers merged into others. Default: only the others, one for each person."),
  archived: archivedInput.describe(
    "True: only archived persons. Default: only the others. Has no effect on merged customers.",
  ),
  namePrefix: namePrefixInput,
  order: nameOrderInput.default("oldest"),
  ...paging,
});

/** Lists customers. Each person once: merged and archived customers only if asked for. */
export const list = defineQuery({
  name: "customers.list",
  summary: "Lists customers.",
  input,
  output: page(customerView),
  access: { permission: "customers.read", cases: "none" },
  http: "GET /customers",
  run(read, { order, after, limit, ...filters }): Promise<Page<CustomerRow>> {
    const { companyId, hasHostId, createdFrom, createdBefore, merged, archived, namePrefix } = filters;
    const leaves: Filter<CustomerRow>[] = [
      merged ? { field: "mergedIntoId", isNot: null } : { field: "mergedIntoId", is: null },
      // Whether a person is archived is kept with the survivor.
      ...(merged ? [] : [archivedFilter(archived)]),
      ...namePrefixFilter(namePrefix),
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
    return findPage(read, customers, { where: { and: leaves }, orderBy: nameOrders[order], after, limit });
  },
});
