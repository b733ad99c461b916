import * as z from "zod";
import { isSupportError } from "../../../errors/index.ts";
import { defineCommand, idInput, type Transaction } from "../../../kernel/index.ts";
import { differences } from "../../differences.ts";
import { type CompanyRow, companies, companyView } from "../../schema.ts";
import { changeCompany } from "../change.ts";
import { companyProfile, newCompany } from "../inputs.ts";
import { insertCompany } from "../insert.ts";

const input = z.strictObject({
  ...z.strictObject(companyProfile).partial().shape,
  name: companyProfile.name,
  hostId: idInput.describe("The company's id in the host application."),
});

/**
 * Updates the company with this hostId, or creates one. Repeating the call changes nothing.
 * @throws SupportError ALREADY_EXISTS when another company has the domain.
 */
export const upsert = defineCommand({
  name: "companies.upsert",
  summary: "Updates the company with this hostId, or creates one.",
  input,
  output: companyView,
  access: { permission: "customers.write" },
  http: "PUT /companies",
  async run(tx, given): Promise<CompanyRow> {
    const findKnown = () => tx.findOne(companies, { field: "hostId", is: given.hostId });
    const known = await findKnown();
    if (known !== null) return changeTo(tx, known, given);
    try {
      return await insertCompany(tx, newCompany.parse(given));
    } catch (error) {
      // Another process may have created the company between two reads. Then nobody else has its domain.
      const created = isSupportError(error) && error.code === "ALREADY_EXISTS" ? await findKnown() : null;
      if (created === null) throw error;
      return changeTo(tx, created, given);
    }
  },
});

async function changeTo(
  tx: Transaction,
  known: CompanyRow,
  given: z.output<typeof input>,
): Promise<CompanyRow> {
  const changes = differences(known, given);
  return Object.keys(changes).length === 0 ? known : changeCompany(tx, known, changes);
}
