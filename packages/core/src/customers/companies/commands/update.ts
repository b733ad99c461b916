import * as z from "zod";
import { defineCommand, reference, versionInput } from "../../../kernel/index.ts";
import { requireVersion } from "../../requireVersion.ts";
import { type CompanyRow, companyView } from "../../schema.ts";
import { changeCompany } from "../change.ts";
import { companyProfile } from "../inputs.ts";
import { requireCompany } from "../requireCompany.ts";

const input = z.strictObject({
  companyId: reference("company"),
  ...z.strictObject(companyProfile).partial().shape,
  expectedVersion: versionInput
    .optional()
    .describe("Rejects the update if the company has changed since this version was read."),
});

/**
 * Updates a company. Given host fields are merged into the existing ones.
 *
 * @throws SupportError NOT_FOUND; ALREADY_EXISTS when another has the `hostId` or the domain
 * @throws ConflictError if the company is not at the expected version
 */
export const update = defineCommand({
  name: "companies.update",
  summary: "Updates a company.",
  input,
  output: companyView,
  access: { permission: "customers.write" },
  http: "PATCH /companies/{companyId}",
  async run(tx, { companyId, expectedVersion, ...changes }): Promise<CompanyRow> {
    const company = await requireCompany(tx, companyId);
    requireVersion("companies", company, expectedVersion);
    return changeCompany(tx, company, changes);
  },
});
