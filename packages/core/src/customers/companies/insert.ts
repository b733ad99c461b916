import type * as z from "zod";
import { refuseTaken, type Transaction } from "../../kernel/index.ts";
import { type CompanyRow, companies } from "../schema.ts";
import type { newCompany } from "./inputs.ts";

/** Stages a new company. @throws SupportError ALREADY_EXISTS */
export async function insertCompany(
  tx: Transaction,
  values: z.output<typeof newCompany>,
): Promise<CompanyRow> {
  await refuseTaken(tx, companies, "hostId", values.hostId);
  await refuseTaken(tx, companies, "domain", values.domain);
  const company = tx.insert(companies, values);
  tx.emit("company.created", {}, { companyId: company.id });
  return company;
}
