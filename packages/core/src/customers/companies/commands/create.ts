import { defineCommand } from "../../../kernel/index.ts";
import { type CompanyRow, companyView } from "../../schema.ts";
import { newCompany } from "../inputs.ts";
import { insertCompany } from "../insert.ts";

/** Creates a company. @throws SupportError ALREADY_EXISTS when another has the `hostId` or the domain. */
export const create = defineCommand({
  name: "companies.create",
  summary: "Creates a company.",
  input: newCompany,
  output: companyView,
  access: { permission: "customers.write", cases: "none" },
  http: "POST /companies",
  run: (tx, company): Promise<CompanyRow> => insertCompany(tx, company),
});
