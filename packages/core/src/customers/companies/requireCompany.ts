import { SupportError } from "../../errors/index.ts";
import type { Transaction } from "../../kernel/index.ts";
import { type CompanyRow, companies } from "../schema.ts";

/** @throws SupportError NOT_FOUND */
export async function requireCompany(tx: Pick<Transaction, "get">, companyId: string): Promise<CompanyRow> {
  const company = await tx.get(companies, companyId);
  if (company !== null) return company;
  throw new SupportError("NOT_FOUND", `There is no company ${companyId}.`, { details: { companyId } });
}

/** Checks that a customer can be added to the company, if one is given. @throws SupportError NOT_FOUND, ARCHIVED */
export async function requireUsableCompany(
  tx: Pick<Transaction, "get">,
  companyId: string | null | undefined,
): Promise<void> {
  if (companyId === null || companyId === undefined) return;
  const { archivedAt } = await requireCompany(tx, companyId);
  if (archivedAt === null) return;
  throw new SupportError(
    "ARCHIVED",
    `The company ${companyId} is archived and can't get new customers. Restore it with companies.restore, or choose another.`,
    { details: { companyId } },
  );
}
