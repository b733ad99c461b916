import * as z from "zod";
import {
  archivedFilter,
  archivedInput,
  defineQuery,
  findPage,
  nameOrderInput,
  nameOrders,
  namePrefixFilter,
  namePrefixInput,
  type Page,
  page,
  paging,
} from "../../../kernel/index.ts";
import type { Filter } from "../../../ports/index.ts";
import { domainInput } from "../../inputs.ts";
import { type CompanyRow, companies, companyView } from "../../schema.ts";

const input = z.strictObject({
  archived: archivedInput,
  domain: domainInput.optional(),
  namePrefix: namePrefixInput,
  order: nameOrderInput.default("oldest"),
  ...paging,
});

/** Lists companies. Archived ones only if asked for. */
export const list = defineQuery({
  name: "companies.list",
  summary: "Lists companies.",
  input,
  output: page(companyView),
  access: { permission: "customers.read", cases: "none" },
  http: "GET /companies",
  run(read, { archived, domain, namePrefix, order, after, limit }): Promise<Page<CompanyRow>> {
    const leaves: Filter<CompanyRow>[] = [
      archivedFilter(archived),
      ...namePrefixFilter(namePrefix),
      ...(domain === undefined ? [] : [{ field: "domain", is: domain } as const]),
    ];
    return findPage(read, companies, { where: { and: leaves }, orderBy: nameOrders[order], after, limit });
  },
});
