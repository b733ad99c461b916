import { refuseTaken, type Transaction } from "../kernel/index.ts";
import { demoteUnverified } from "./claims.ts";
import { requireUsableCompany } from "./companies/requireCompany.ts";
import type { Profile } from "./inputs.ts";
import { personIds, requireCustomer } from "./person.ts";
import { changeCustomer, insertCustomer } from "./profile.ts";
import { carriedOn, type GivenIdentity, give } from "./prove.ts";
import { type CustomerRow, customers } from "./schema.ts";

/** The initial description of a customer. */
export interface NewCustomer extends Profile {
  readonly identities: readonly GivenIdentity[];
}

/**
 * Stages a new customer, or takes over one that was only known from messages by a verified identity.
 * @throws SupportError ALREADY_EXISTS, MERGE_REFUSED, NOT_FOUND
 */
export async function createCustomer(
  tx: Transaction,
  { identities: given, ...profile }: NewCustomer,
): Promise<CustomerRow> {
  await refuseTaken(tx, customers, "hostId", profile.hostId);
  await requireUsableCompany(tx, profile.companyId);
  const known = await carriedOn(tx, given, profile.hostId);
  const customer = known === null ? insertCustomer(tx, profile) : changeCustomer(tx, known, profile);
  for (const identity of given) await give(tx, customer, identity);
  if (known !== null && customer.hostId !== null)
    await demoteUnverified(tx, await personIds(tx, customer.id));
  return requireCustomer(tx, customer.id);
}
