import * as z from "zod";
import { bounds, defineQuery, limitSchema, list } from "../../../kernel/index.ts";
import { type CompanyRow, companies, companyView } from "../../schema.ts";

const input = z.strictObject({
  text: z.string().min(1).max(bounds.line).describe("Word prefixes; all of them must match."),
  limit: limitSchema,
});

/** Searches companies by name and domain. Best matches first, including archived companies. */
export const search = defineQuery({
  name: "companies.search",
  summary: "Searches companies by name and domain.",
  input,
  output: list(companyView),
  access: { permission: "customers.read" },
  http: "GET /companies/search",
  run: (read, { text, limit }): Promise<readonly CompanyRow[]> => read.search(companies, { text, limit }),
});
