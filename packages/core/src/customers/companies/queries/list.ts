import * as z from "zod";
import { defineQuery, findPage, type Page, page, paging } from "../../../kernel/index.ts";
import type { Filter } from "../../../ports/index.ts";
import { type CompanyRow, companies, companyView } from "../../schema.ts";

const input = z.strictObject({
  archived: z.boolean().default(false).describe("True: only archived companies. Default: only the others."),
  domain: z.string().min(1).max(253).toLowerCase().optional(),
  order: z.enum(["oldest", "newest", "name"]).default("oldest"),
  ...paging,
});

const orders = {
  oldest: [{ field: "createdAt" }],
  newest: [{ field: "createdAt", direction: "descending" }],
  name: [{ field: "name" }],
} as const;

/** Lists companies. Archived ones only if asked for. */
export const list = defineQuery({
  name: "companies.list",
  summary: "Lists companies.",
  input,
  output: page(companyView),
  access: { permission: "customers.read" },
  http: "GET /companies",
  run(read, { archived, domain, order, after, limit }): Promise<Page<CompanyRow>> {
    const leaves: Filter<CompanyRow>[] = [
      archived ? { field: "archivedAt", isNot: null } : { field: "archivedAt", is: null },
      ...(domain === undefined ? [] : [{ field: "domain", is: domain } as const]),
    ];
    return findPage(read, companies, { where: { and: leaves }, orderBy: orders[order], after, limit });
  },
});
