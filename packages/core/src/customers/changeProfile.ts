import { refuseTaken, type Transaction } from "../kernel/index.ts";
import { demoteUnverified } from "./claims.ts";
import { requireUsableCompany } from "./companies/requireCompany.ts";
import type { Profile } from "./inputs.ts";
import { personOf } from "./person.ts";
import { changeCustomer } from "./profile.ts";
import { type CustomerRow, customers } from "./schema.ts";

/**
 * Changes a profile. If this turns the customer into an account of the host, unverified identities become claims.
 * @throws SupportError ALREADY_EXISTS, NOT_FOUND
 */
export async function changeProfile(
  tx: Transaction,
  customer: CustomerRow,
  changes: Profile,
): Promise<CustomerRow> {
  await refuseTaken(tx, customers, "hostId", changes.hostId, customer.id);
  if (changes.companyId !== customer.companyId) await requireUsableCompany(tx, changes.companyId);
  const person = await personOf(tx, customer);
  const changed = changeCustomer(tx, customer, changes);
  if (changed.hostId === null || person.some(({ hostId }) => hostId !== null)) return changed;
  // Write the survivor too: a concurrent merge would bring in identities unseen.
  if (person[0].id !== customer.id) tx.update(customers, person[0], {});
  await demoteUnverified(
    tx,
    person.map(({ id }) => id),
  );
  return changed;
}
