import { defineCommand, refuseTaken } from "../../../kernel/index.ts";
import { type CompanyRow, companies, companyView } from "../../schema.ts";
import { newCompany } from "../inputs.ts";

/** Creates a company. @throws SupportError ALREADY_EXISTS when another has the `hostId` or the domain. */
export const create = defineCommand({
  name: "companies.create",
  summary: "Creates a company.",
  input: newCompany,
  output: companyView,
  access: { permission: "customers.write" },
  http: "POST /companies",
  async run(tx, company): Promise<CompanyRow> {
    await refuseTaken(tx, companies, "hostId", company.hostId);
    await refuseTaken(tx, companies, "domain", company.domain);
    return tx.insert(companies, company);
  },
});
