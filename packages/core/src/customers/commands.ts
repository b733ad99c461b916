import { ConflictError, SupportError } from "../errors/index.ts";
import {
  authorize,
  type Context,
  parseInput,
  refuseTaken,
  type Transaction,
  transact,
} from "../kernel/index.ts";
import { addIdentity, findIdentity, requireCustomer } from "./identify.ts";
import {
  type ActivityInput,
  type AttachIdentityInput,
  activityInput,
  attachIdentityInput,
  type CompanyInput,
  type CreateCustomerInput,
  companyInput,
  createCustomerInput,
  type UpdateCustomerInput,
  updateCustomerInput,
} from "./inputs.ts";
import { personIds } from "./merge.ts";
import {
  type Activity,
  activities,
  type Company,
  type Customer,
  companies,
  customers,
  type Identity,
  identities,
} from "./schema.ts";

export async function createCustomer(context: Context, input: CreateCustomerInput): Promise<Customer> {
  await authorize(context, "customers.write");
  const {
    identities: given,
    fields = {},
    ...profile
  } = parseInput(createCustomerInput, input, "customers.create");
  return transact(context, async (tx) => {
    await refuseTaken(tx, customers, "hostId", profile.hostId);
    await requireCompany(tx, profile.companyId);
    const customer = tx.insert(customers, { ...withoutUndefined(profile), fields });
    tx.emit("customer.created", { customerId: customer.id }, { customerId: customer.id });
    for (const identity of given) {
      await refuseForeign(tx, identity.kind, identity.value);
      addIdentity(tx, customer, identity);
    }
    return customer;
  });
}

export async function updateCustomer(context: Context, input: UpdateCustomerInput): Promise<Customer> {
  await authorize(context, "customers.write");
  const { customerId, expectedVersion, ...changes } = parseInput(
    updateCustomerInput,
    input,
    "customers.update",
  );
  return transact(context, async (tx) => {
    const customer = await requireCustomer(tx, customerId);
    requireVersion(customer, expectedVersion);
    await refuseTaken(tx, customers, "hostId", changes.hostId, customerId);
    await requireCompany(tx, changes.companyId);
    const patch = withoutUndefined(changes);
    const fields = { ...customer.fields, ...patch.fields };
    tx.emit("customer.updated", { customerId }, { customerId, fields: Object.keys(patch) });
    return tx.update(customers, customer, { ...patch, fields });
  });
}

/**
 * Gives a customer one more way to be known. Attaching again what it has may verify it. @throws SupportError MERGE_REFUSED when the identity belongs to someone
 * else: merge the two customers if they are one person.
 */
export async function attachIdentity(context: Context, input: AttachIdentityInput): Promise<Identity> {
  await authorize(context, "customers.write");
  const { customerId, ...identity } = parseInput(attachIdentityInput, input, "customers.attachIdentity");
  return transact(context, async (tx) => {
    const customer = await requireCustomer(tx, customerId);
    const known = await findIdentity(tx, identity.kind, identity.value);
    if (known !== null && (await personIds(tx, customerId)).includes(known.customerId)) {
      return identity.verified && !known.verified ? tx.update(identities, known, { verified: true }) : known;
    }
    await refuseForeign(tx, identity.kind, identity.value);
    return addIdentity(tx, customer, identity);
  });
}

/** Records something that the customer did in the host application. */
export async function recordActivity(context: Context, input: ActivityInput): Promise<Activity> {
  await authorize(context, "customers.write");
  const { customerId, type, at, data } = parseInput(activityInput, input, "customers.recordActivity");
  return transact(context, async (tx) => {
    await requireCustomer(tx, customerId);
    const activity = tx.insert(activities, { customerId, type, at: at ?? tx.now, data });
    tx.emit("customer.activity", { customerId }, { customerId, activityId: activity.id, type });
    return activity;
  });
}

export async function createCompany(context: Context, input: CompanyInput): Promise<Company> {
  await authorize(context, "customers.write");
  const company = parseInput(companyInput, input, "customers.createCompany");
  return transact(context, async (tx) => {
    await refuseTaken(tx, companies, "hostId", company.hostId);
    await refuseTaken(tx, companies, "domain", company.domain);
    return tx.insert(companies, company);
  });
}

async function refuseForeign(tx: Transaction, kind: string, value: string): Promise<void> {
  const taken = await findIdentity(tx, kind, value);
  if (taken === null) return;
  throw new SupportError(
    "MERGE_REFUSED",
    `The ${kind} identity belongs to customer ${taken.customerId} already. If both are one person, merge the customers.`,
    { details: { kind, customerId: taken.customerId } },
  );
}

async function requireCompany(tx: Transaction, companyId: string | null | undefined): Promise<void> {
  if (companyId === null || companyId === undefined || (await tx.get(companies, companyId)) !== null) return;
  throw new SupportError("NOT_FOUND", `There is no company ${companyId}.`, { details: { companyId } });
}

/** @throws ConflictError when the row has changed since the caller read it. */
export function requireVersion(
  row: { readonly id: string; readonly version: number },
  expected: number | undefined,
): void {
  if (expected === undefined || expected === row.version) return;
  throw new ConflictError({
    changeIndex: 0,
    table: "customers",
    id: row.id,
    reason: "expectation",
    constraint: "version",
  });
}

type Defined<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };

/** Leaves out what the caller did not mention, so that it is not changed. */
export function withoutUndefined<T extends object>(values: T): Partial<Defined<T>> {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  // The entries left are those whose value is defined.
  return Object.fromEntries(entries) as Partial<Defined<T>>;
}
