import { SupportError } from "../errors/index.ts";
import type { Transaction } from "../kernel/index.ts";
import type { Address } from "../ports/index.ts";
import { type Customer, customers, type Identity, identities } from "./schema.ts";

/** The customer that others were merged into: the one to show and to write to. */
export async function survivor(tx: Pick<Transaction, "get">, customer: Customer): Promise<Customer> {
  let current = customer;
  while (current.mergedIntoId !== null) {
    const next: Customer | null = await tx.get(customers, current.mergedIntoId);
    if (next === null) break;
    current = next;
  }
  return current;
}

/** @throws SupportError NOT_FOUND */
export async function requireCustomer(tx: Pick<Transaction, "get">, customerId: string): Promise<Customer> {
  const customer = await tx.get(customers, customerId);
  if (customer !== null) return customer;
  throw new SupportError("NOT_FOUND", `There is no customer ${customerId}.`, { details: { customerId } });
}

/** A value as channels give it, so that what people type meets what comes in. */
export function normaliseIdentity(kind: string, value: string): string {
  const trimmed = value.normalize("NFC").trim();
  if (kind === "email") return trimmed.toLowerCase();
  return kind === "phone" ? trimmed.replace(/[\s().\-/]/g, "").replace(/^00/, "+") : trimmed;
}

export async function findIdentity(
  tx: Pick<Transaction, "findOne">,
  kind: string,
  value: string,
): Promise<Identity | null> {
  return tx.findOne(identities, {
    and: [
      { field: "kind", is: kind },
      { field: "value", is: normaliseIdentity(kind, value) },
    ],
  });
}

/** The customer behind an address as a channel gives it; made now where there is none yet. */
export async function identify(
  tx: Transaction,
  address: Address,
  language: string | null,
): Promise<{ readonly customer: Customer; readonly isNew: boolean }> {
  const identity = await findIdentity(tx, address.kind, address.value);
  if (identity !== null) {
    const customer = await survivor(tx, await requireCustomer(tx, identity.customerId));
    if (customer.name !== null || address.name === null) return { customer, isNew: false };
    return { customer: tx.update(customers, customer, { name: address.name }), isNew: false };
  }
  const customer = tx.insert(customers, { name: address.name, locale: language, fields: {} });
  tx.emit("customer.created", { customerId: customer.id }, { customerId: customer.id });
  addIdentity(tx, customer, { ...address, verified: false });
  return { customer, isNew: true };
}

export function addIdentity(
  tx: Transaction,
  customer: Customer,
  { kind, value, verified }: { readonly kind: string; readonly value: string; readonly verified: boolean },
): Identity {
  const normal = normaliseIdentity(kind, value);
  const identity = tx.insert(identities, { customerId: customer.id, kind, value: normal, verified });
  const data = { customerId: customer.id, identityId: identity.id, kind };
  tx.emit("customer.identityAttached", { customerId: customer.id }, data);
  return identity;
}
