import * as z from "zod";
import { defineQuery, limitSchema, lineInput, list } from "../../../kernel/index.ts";
import { type CompanyRow, companies, companyView } from "../../schema.ts";

const input = z.strictObject({
  text: lineInput().describe("Beginnings of words; each must occur."),
  limit: limitSchema,
});

/** Companies whose name or domain has all the words, best first. Archived ones are found as well. */
export const search = defineQuery({
  name: "companies.search",
  summary: "Finds companies by words of their name and domain.",
  input,
  output: list(companyView),
  access: { permission: "customers.read" },
  http: "GET /companies/search",
  run: (read, { text, limit }): Promise<readonly CompanyRow[]> => read.search(companies, { text, limit }),
});
