import { archivedFilter, archivedSearchInput, defineQuery, list } from "../../../kernel/index.ts";
import { type CompanyRow, companies, companyView } from "../../schema.ts";

/** Searches companies by name and domain. Best matches first; archived companies only if asked for. */
export const search = defineQuery({
  name: "companies.search",
  summary: "Searches companies by name and domain.",
  input: archivedSearchInput,
  output: list(companyView),
  access: { permission: "customers.read", cases: "none" },
  http: "GET /companies/search",
  run: (read, { text, archived, limit }): Promise<readonly CompanyRow[]> =>
    read.search(companies, { text, where: archivedFilter(archived), limit }),
});
