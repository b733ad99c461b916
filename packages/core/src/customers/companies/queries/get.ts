import * as z from "zod";
import { defineQuery, reference } from "../../../kernel/index.ts";
import { type CompanyRow, companyView } from "../../schema.ts";
import { requireCompany } from "../requireCompany.ts";

/** Returns a company. @throws SupportError NOT_FOUND */
export const get = defineQuery({
  name: "companies.get",
  summary: "Returns a company.",
  input: z.strictObject({ companyId: reference("company") }),
  output: companyView,
  access: { permission: "customers.read" },
  http: "GET /companies/{companyId}",
  run: (read, { companyId }): Promise<CompanyRow> => requireCompany(read, companyId),
});
