import { SupportError } from "../../errors/index.ts";
import type { Transaction } from "../../kernel/index.ts";
import { type CompanyRow, companies } from "../schema.ts";

/** The company, where one is named. @throws SupportError NOT_FOUND */
export async function requireCompany(
  tx: Pick<Transaction, "get">,
  companyId: string | null | undefined,
): Promise<CompanyRow | null> {
  if (companyId === null || companyId === undefined) return null;
  const company = await tx.get(companies, companyId);
  if (company !== null) return company;
  throw new SupportError("NOT_FOUND", `There is no company ${companyId}.`, { details: { companyId } });
}
