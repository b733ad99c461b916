import type { Transaction } from "../kernel/index.ts";
import type { Profile } from "./inputs.ts";
import { type CustomerRow, customers } from "./schema.ts";
import { withoutUndefined } from "./withoutUndefined.ts";

/** Stages a new customer, named by the desk. */
export function insertCustomer(tx: Transaction, { fields = {}, ...profile }: Profile): CustomerRow {
  const customer = tx.insert(customers, { ...withoutUndefined(profile), ...namedBy(profile), fields });
  tx.emit("customer.created", { customerId: customer.id }, { customerId: customer.id });
  return customer;
}

/** Stages a change of a profile. Given host fields are merged into the existing ones. */
export function changeCustomer(tx: Transaction, customer: CustomerRow, changes: Profile): CustomerRow {
  const patch = withoutUndefined(changes);
  const fields = { ...customer.fields, ...patch.fields };
  const { id: customerId } = customer;
  tx.emit("customer.updated", { customerId }, { customerId, fields: Object.keys(patch) });
  return tx.update(customers, customer, { ...patch, ...namedBy(changes), fields });
}

function namedBy({ name }: Profile): Partial<Pick<CustomerRow, "nameFrom">> {
  return name === undefined ? {} : { nameFrom: name === null ? null : "desk" };
}
