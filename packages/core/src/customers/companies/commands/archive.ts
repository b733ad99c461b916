import * as z from "zod";
import { defineCommand, reference } from "../../../kernel/index.ts";
import { type CompanyRow, companies, companyView } from "../../schema.ts";
import { requireCompany } from "../requireCompany.ts";

/**
 * Archives a company. It disappears from lists and gets no new customers. Its customers and their cases keep it.
 * @throws SupportError NOT_FOUND
 */
export const archive = defineCommand({
  name: "companies.archive",
  summary: "Archives a company.",
  input: z.strictObject({ companyId: reference("company") }),
  output: companyView,
  access: { permission: "customers.write" },
  http: "POST /companies/{companyId}/archive",
  async run(tx, { companyId }): Promise<CompanyRow> {
    const company = await requireCompany(tx, companyId);
    if (company.archivedAt !== null) return company;
    tx.emit("company.updated", {}, { companyId, fields: ["archivedAt"] });
    return tx.update(companies, company, { archivedAt: tx.now });
  },
});
