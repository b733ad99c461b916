import * as z from "zod";
import { defineCommand, reference } from "../../../kernel/index.ts";
import { type CompanyRow, companies, companyView } from "../../schema.ts";
import { requireCompany } from "../requireCompany.ts";

/** Restores an archived company. @throws SupportError NOT_FOUND */
export const restore = defineCommand({
  name: "companies.restore",
  summary: "Restores an archived company.",
  input: z.strictObject({ companyId: reference("company") }),
  output: companyView,
  access: { permission: "customers.write" },
  http: "POST /companies/{companyId}/restore",
  async run(tx, { companyId }): Promise<CompanyRow> {
    const company = await requireCompany(tx, companyId);
    if (company.archivedAt === null) return company;
    tx.emit("company.updated", {}, { companyId, fields: ["archivedAt"] });
    return tx.update(companies, company, { archivedAt: null });
  },
});
