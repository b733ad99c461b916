import type * as z from "zod";
import { refuseTaken, type Transaction } from "../../kernel/index.ts";
import { type CompanyRow, companies } from "../schema.ts";
import { withoutUndefined } from "../withoutUndefined.ts";
import type { newCompany } from "./inputs.ts";

type Changes = {
  readonly [Field in keyof z.output<typeof newCompany>]?: z.output<typeof newCompany>[Field] | undefined;
};

/** Stages a change of a company. @throws SupportError ALREADY_EXISTS */
export async function changeCompany(
  tx: Transaction,
  company: CompanyRow,
  changes: Changes,
): Promise<CompanyRow> {
  await refuseTaken(tx, companies, "hostId", changes.hostId, company.id);
  await refuseTaken(tx, companies, "domain", changes.domain, company.id);
  const patch = withoutUndefined(changes);
  const { id: companyId } = company;
  tx.emit("company.updated", {}, { companyId, fields: Object.keys(patch) });
  return tx.update(companies, company, { ...patch, fields: { ...company.fields, ...patch.fields } });
}
