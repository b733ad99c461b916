import type { Transaction } from "../kernel/index.ts";
import type { Address } from "../ports/index.ts";
import { insertClaim } from "./claims.ts";
import { normaliseIdentity } from "./normalise.ts";
import { personOf, requireCustomer } from "./person.ts";
import { type CustomerRow, customers, type IdentityRow, identities } from "./schema.ts";

/**
 * The identity that messages from an address belong to. Claims don't count: what a host account merely says about
 * itself must not route messages to it.
 */
export async function findIdentity(
  tx: Pick<Transaction, "findOne">,
  kind: string,
  value: string,
): Promise<IdentityRow | null> {
  return tx.findOne(identities, {
    and: [
      { field: "kind", is: kind },
      { field: "value", is: normaliseIdentity(kind, value) },
    ],
  });
}

/**
 * The customer behind an address as reported by a channel, created if there is none yet. For merged customers it is the
 * one whose identity it is, so that undoing the merge keeps what came in with them.
 */
export async function identify(
  tx: Transaction,
  address: Address,
  language: string | null,
): Promise<{ readonly customer: CustomerRow; readonly isNew: boolean }> {
  const identity = await findIdentity(tx, address.kind, address.value);
  if (identity !== null) {
    const customer = await requireCustomer(tx, identity.customerId);
    if (identity.verified || customer.hostId === null)
      return { customer: await learnName(tx, customer, address.name), isNew: false };
  }
  const customer = tx.insert(customers, {
    name: address.name,
    nameFrom: address.name === null ? null : "message",
    locale: language,
    fields: {},
  });
  tx.emit("customer.created", { customerId: customer.id }, { customerId: customer.id });
  if (identity === null) addIdentity(tx, customer, { ...address, verified: false });
  else {
    // Written by a version that let unverified identities of host accounts attract messages.
    await insertClaim(tx, identity.customerId, identity);
    tx.update(identities, identity, { customerId: customer.id });
  }
  return { customer, isNew: true };
}

/** A name that was not known before. Accounts of the host are only named by the host. */
async function learnName(tx: Transaction, customer: CustomerRow, name: string | null): Promise<CustomerRow> {
  if (name === null || customer.name !== null) return customer;
  const person = await personOf(tx, customer);
  if (person.some(({ hostId }) => hostId !== null)) return customer;
  return tx.update(customers, customer, { name, nameFrom: "message" });
}

export function addIdentity(
  tx: Transaction,
  customer: Pick<CustomerRow, "id">,
  { kind, value, verified }: { readonly kind: string; readonly value: string; readonly verified: boolean },
): IdentityRow {
  const normal = normaliseIdentity(kind, value);
  const identity = tx.insert(identities, { customerId: customer.id, kind, value: normal, verified });
  const data = { customerId: customer.id, identityId: identity.id, kind };
  tx.emit("customer.identityAttached", { customerId: customer.id }, data);
  return identity;
}
